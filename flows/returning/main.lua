flow { locale = "en-US", voice = "en-US-AvaNeural" }

local crm = "https://crm.example.com"
local month = 30 * 24 * 3600

-- Who calls, as the CRM knows them; nil when it does not, or does not say so in time.
local function look_up(number)
  local res, err = http.get(crm .. "/people", { query = { number = number }, timeout = 3 })
  if not res then
    log.warning("the CRM does not answer", { reason = err.reason })
  elseif res.status == 200 and res.json then
    return res.json.name
  end
end

on("IncomingCall", { to = "+18005550144" }, function(call)
  call:answer()
  local name = look_up(call.from)
  local visits = store.incr("visits/" .. call.from, 1, { expires = month }) or 1
  local greeting = "Hello" .. (name and " " .. name or "") .. "."
  if visits > 1 then greeting = greeting .. " This is your call number " .. visits .. " this month." end
  call:play { text = greeting }
  call:hang_up { for_everyone = true }
end)

-- After the call; with the key the CRM takes it once, however often it has to be sent.
on("CallDisconnected", function(call)
  local res, err = http.post(crm .. "/visits", {
    json = { number = call.from, call = call.correlation_id },
    idempotency_key = call.correlation_id,
  })
  if not res then return log.warning("the CRM was not told", { reason = err.reason }) end
  log.info("the CRM was told", { status = res.status })
end)
