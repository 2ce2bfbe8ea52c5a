-- Offers that are shared out by filters, and decided in helpers and branches.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local blocked = { ["+14255550100"] = "busy" }

local function take(call)
  call:answer()
  return true
end

local function refuse(call, why)
  if not why then return false end
  call:reject { reason = why }
  return true
end

on("IncomingCall", { to = "+18005550199", from = "+14255550101" }, function(call)
  if take(call) then call:play { text = "Hello, friend." } end
end)

on("IncomingCall", { to = "+18005550199" }, function(call)
  if refuse(call, blocked[call.from]) then return end
  if call.from == "+14255550102" then
    call:answer()
  else
    take(call)
  end
  call:play { text = "Hello." }
end)

on("IncomingCall", { to = { "+18005550188", "+18005550177" } }, function(call)
  local refused, err = call:reject { reason = "forbidden" }
  if not refused then
    log.warning("not refused", { reason = err.reason })
    call:answer()
  end
end)

on("IncomingCall", { to = pattern "^%+1800" }, function(call)
  local sent = call:redirect { target = "8:acs:00000000-0000-0000-0000-000000000000_1" }
  if sent then return end
  local connected = call:answer()
  if connected then call:play { text = { "Hello.", "We are closed." } } end
end)

on("IncomingCall", function(call, event)
  if event.custom_context and event.custom_context.sip_headers["X-Account"] then call:reject() return end
  local open = pcall(call.answer, call)
  if open then call:play { text = "Hello." } end
end)
