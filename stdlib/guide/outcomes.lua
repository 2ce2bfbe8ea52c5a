flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550107" }, function(call)
  call:answer()
  local taken, err = call:transfer { target = "+14255550123" }
  if taken then return end                           -- the call is theirs now
  if err.reason == "busy" or err.reason == "no_answer" then
    call:play { text = "Nobody is free. Please call again." }
  else
    log.warning("not transferred", { reason = err.reason, message = err.message })
    call:play { text = "We cannot connect you now." }
  end
  call:hang_up { for_everyone = true }
end)
