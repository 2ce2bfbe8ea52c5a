-- Calls that are made, looked at in all kinds of ways.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local function reach(number)
  local call, err = create_call { target = number, timeout = 40 }
  if call then return call end
  return nil, err.reason
end

local function either(first, second)
  return reach(first) or reach(second)
end

on("Launch", function(event)
  local params = event.params
  local call = assert(create_call { target = params.to })
  call:play { text = "Hello " .. (params.name or "there") .. "." }
  local other, reason = reach(params.other)
  if other == nil then
    log.info("nobody", { reason = reason })
  else
    other:hang_up()
  end
  local third = either(params.other, params.to)
  if third and third.state == "connected" then third:hang_up { for_everyone = true } end
  local operation = create_call { target = params.to, wait = false }
  local late = operation:wait(10)
  if not late then operation:cancel() return end
  late:play { text = "You are late." }
  local heard = late:recognize { text = "Well?", dtmf = { max = 1 } } or { tones = "0" }
  log.info("heard", { tones = heard.tones })
  local first, fourth = all { function() return reach(params.to) end, function() return reach(params.other) end }
  if first and fourth then fourth:move_participants { targets = { params.to }, from = first } end
end)
