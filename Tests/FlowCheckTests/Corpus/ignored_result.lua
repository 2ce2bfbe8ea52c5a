flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  call:transfer { target = "+14255550123" }
  call:hang_up { for_everyone = true } --> ignored_result at hang_up: also comes after the transfer of line 5 has succeeded
end)

on("Launch", function(event)
  create_call { target = event.params.to } --> ignored_result at create_call: nobody takes the call that create_call gives
  store.get("visits") --> ignored_result at get: nobody takes what store.get gives
end)

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  call:list_participants()
  local recording = call:start_recording()
  if recording then recording:state() end --> ignored_result at state: nobody takes what recording:state gives
  local ok = call:transfer { target = "+14255550123" }
  call:play { text = "Nobody is free." } --> ignored_result at play: if call:transfer { … } then return end
  log.info("transferred", { ok = ok })
end)
