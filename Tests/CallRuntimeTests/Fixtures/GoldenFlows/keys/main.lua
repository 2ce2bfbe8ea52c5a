-- Keys beside what plays and listens: pressed for a machine, and told as they come.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550110" }, function(call)
  call:answer()
  call:start_continuous_dtmf { operation_context = "every key" }
  local sent, err = call:send_dtmf { tones = "12#", target = "+14255550123", timeout = 20 }
  local word = sent and "sent" or err.reason
  local later = call:send_dtmf { tones = "9", target = "+14255550123", wait = false }
  local _, why = later:wait(5)
  call:play { text = { word, why and why.reason or "sent" } }
  call:stop_continuous_dtmf { target = "+14255550100" }
  call:hang_up { for_everyone = true }
end)
