flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550106" }, function(call)
  call:answer()
  local name, err = call:recognize { text = "Who is calling?", speech = { end_silence_timeout = 1 } }
  if name then
    log.info("a name", { said = name.speech, confidence = name.confidence })
  elseif err.reason == "initial_silence" then        -- or "not_understood", …
    call:play { text = "I did not hear you." }
  end
  local pin = call:recognize { text = "Your PIN, please.", dtmf = { max = 4 }, mask = true }   -- timelines show dots
  call:play { text = pin and pin.tones == "1234" and "Thank you." or "That is not your PIN." }
  call:hang_up { for_everyone = true }
end)
