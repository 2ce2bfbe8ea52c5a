flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  if call.from == "+14255550100" then
    call:reject { reason = "busy" }
    call:answer() --> unreachable_code at answer: call:answer never happens: call:reject of line 5 has ended the call
  end
  local sent = call:redirect { target = "+14255550123" }
  if sent then
    call:play { text = "Goodbye." } --> unreachable_code at play: call:redirect of line 8 has ended the call
  end
end)

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  call:hang_up { for_everyone = true }
  log.info("over")
  call:play { text = "Goodbye." } --> unreachable_code at play: call:play never happens
end)

on("IncomingCall", { to = "+18005550177" }, function(call)
  call:answer()
  restart("waiting")
  log.info("never") --> unreachable_code at log: restart in line 23 does not go on
end)

on("Restart", { handler = "waiting" }, function(call)
  while true do
    call:play { text = "Please hold." }
    sleep(60)
  end
  call:hang_up() --> unreachable_code at call: a loop that never ends in line 28
end)

on("CallDisconnected", function(_, event)
  if event.result_information.code == 200 then
    return
  else
    error("oh")
  end
  log.info("never") --> unreachable_code at log: every way of this 'if' in line 36
end)
