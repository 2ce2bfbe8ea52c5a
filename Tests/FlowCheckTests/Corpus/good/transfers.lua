-- Giving calls away in all the ways that are right.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local desks = { sales = "+14255550123", support = "+14255550124" }
local colleagues = { "+14255550131", "8:acs:00000000-0000-0000-0000-000000000000_1" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  for name, desk in pairs(desks) do
    local taken, err = call:transfer { target = desk }
    if taken then return end
    log.info("not taken", { name = name, reason = err.reason })
  end
  local _, err = call:transfer { target = desks.sales }
  if not err then return end
  call:play { text = "Nobody is free." }
  if not call:transfer { target = desks.support } then
    call:play { text = "Nobody at all." }
    call:hang_up { for_everyone = true }
  end
end)

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  -- Somebody else of the group goes, this call stays.
  if call:transfer { target = desks.sales, transferee = "+14255550100" } then call:play { text = "They are gone." } end
  for _, colleague in ipairs(colleagues) do
    local joined = call:add_participant { target = colleague, invitation_timeout = 20 }
    if joined then call:play { text = "Hello.", to = colleague } end
  end
  local operation = call:transfer { target = desks.sales, wait = false }
  local taken = operation:wait(20)
  if taken then return end
  -- Raises when the call is over by now.
  call:list_participants()
  call:hang_up()
end)

on("IncomingCall", { to = "+18005550177" }, function(call)
  -- Goes on only when the redirect has failed.
  call:redirect { target = desks.support }
  call:answer()
  call:transfer { target = desks.sales }
end)

on("IncomingCall", { to = "+18005550166" }, function(call)
  call:answer()
  local ok, err = call:transfer { target = desks.sales }
  if ok then return log.info("gone") end
  if err.reason == "busy" then
    call:play { text = "It is busy." }
  else
    call:play { text = "It failed." }
  end
  assert(call:transfer { target = desks.support })
end)
