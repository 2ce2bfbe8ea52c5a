local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550117" }

-- Whoever stands at the gate calls here, and waits for a word of the host.
on("IncomingCall", { to = "+18005550117" }, function(call)
  call:answer()
  launch(session.flow, { visitor = call.from, waits = session.id }, { key = session.id })
  call:play { file = "https://example.com/music.wav", loop = true, wait = false }
  local word = wait_for("Signal", { signal = "gate" }, 60)
  call:cancel_all_media()
  call:play { text = word and word.data == "open" and "Please come in." or "Nobody can let you in." }
  call:hang_up { for_everyone = true }
end)

-- The host is called in a session of its own.
on("Launch", function(event)
  local call = create_call { target = "+14255550123", timeout = 30 }
  local word = call and menu.ask(call, {
    text = event.params.visitor .. " is at the gate. To open press 1.", choices = { ["1"] = "open" },
  })
  signal(event.params.waits, "gate", word or "closed")
  if call then call:hang_up { for_everyone = true } end
end)
