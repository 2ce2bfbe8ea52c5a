flow { locale = "en-US", voice = "en-US-AvaNeural" }

local tries <const> = 3
local pins = { ["+14255550100"] = "1234" }

-- Nobody reads along: what is pressed for a masked recognition is dots in every timeline.
local function ask(call, text)
  local heard, err = call:recognize { text = text, dtmf = { max = 4 }, initial_silence_timeout = 10, mask = true }
  return heard and heard.tones, err
end

on("IncomingCall", { to = "+18005550115" }, function(call)
  call:answer()
  local text = "Please enter your PIN."
  for try = 1, tries do
    local pin = ask(call, text)
    if pin and pin == pins[call.from] then
      log.info("let in", { tries = try })
      call:play { text = "Thank you. You are in." }
      return call:hang_up { for_everyone = true }
    end
    text = pin and "That is not the PIN. Please try again." or "I heard nothing. Please enter your PIN."
  end
  log.warning("turned away", { from = call.from })
  call:play { text = "Please call again when you know your PIN." }
  call:hang_up { for_everyone = true }
end)
