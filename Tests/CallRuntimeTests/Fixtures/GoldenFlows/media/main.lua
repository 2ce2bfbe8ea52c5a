-- What is played and heard, and how a menu goes on.
local menu = require "std.menu"
flow { locale = "en-US", voice = "en-US-AvaNeural", on_failure = { text = "Sorry." } }

on("IncomingCall", { to = "+18005550101", from = pattern "^%+1425" }, function(call)
  call.data.began = now()
  call:answer { operation_context = "mine" }
  call:use { locale = "pt-BR", voice_kind = "female" }
  call:play { file = "https://example.com/welcome.wav" }
  call:play { text = { "One.", "Two." }, on_unknown = "skip" }
  local music = call:play { text = "Music.", loop = true, timeout = 30 }
  sleep(0.5)
  music:cancel()
  local heard, err = call:recognize {
    text = "Digits.", dtmf = { max = 3, stop = "#" }, interrupt_prompt = false, operation_context = "digits",
  }
  log.info("heard", { tones = heard and heard.tones or err.reason })
  call:play { text = "You pressed " .. (heard and heard.tones or err.reason) .. "." }
  local choice, reason = menu.ask(call, {
    text = "Press 1.", choices = { ["1"] = "one" }, retries = 1, no_match = "No.", no_input = "Hello?",
  })
  log.debug("chosen", { choice = choice or reason })
  local spoken = call:play { text = "Wait for it.", wait = false }
  log.info("waited", { ok = spoken:wait(20) ~= nil })
  call:cancel_all_media()
  local state = call:properties()
  local words = (state and state.call_connection_state or "none") .. " after " .. now() - call.data.began
  log.warning("state", { state = words })
  call:play { text = words .. " " .. tostring(choice or reason) .. " " .. tostring(call.state) }
  call:hang_up { for_everyone = true }
end)

on("PlayStarted", function(call, event) log.debug(event.name) end)
on("CallDisconnected", function(call) log.info("over", { who = call.other_party.raw_id }) end)
