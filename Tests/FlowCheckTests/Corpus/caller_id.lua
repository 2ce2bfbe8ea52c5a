-- owned: +18005550199
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local desk = "+14255550123"

on("Launch", function(event)
  local call = create_call { target = "+14255550100" } --> caller_id at create_call: a caller ID is missing
  local other = create_call { target = event.params.to, caller_id = "8005550199" } --> caller_id at "8005550199": the leading + is missing
  local third = create_call { targets = { desk }, caller_id = "+18005550142" } --> caller_id at "+18005550142": is no number of this resource
  local nobody = create_call { target = "4:anonymous", caller_id = "+18005550199" } --> caller_id at "4:anonymous": whose number is withheld
  log.info("calls", { call ~= nil, other ~= nil, third ~= nil, nobody ~= nil })
end)

on("IncomingCall", function(call)
  if call.from == "anonymous" then
    call:redirect { target = desk, caller_id = "8:acs:00000000-0000-0000-0000-000000000000_1" } --> caller_id at "8:acs: is a user, not a phone number
    return
  end
  call:answer()
  local joined = call:add_participant { target = desk } --> caller_id at add_participant: a phone that is added must be shown a number
  if joined then return end
  local guest = "8:acs:00000000-0000-0000-0000-000000000000_1"
  local sent = call:transfer { target = "+14255550124", transferee = guest } --> caller_id at "+14255550124": cannot transfer a user of the service to a phone
  if sent then return end
  local taken = call:transfer { target = desk, caller_id = "+18005550199" } --> caller_id at caller_id: leave caller_id out
  if taken then return end
  call:hang_up { for_everyone = true }
end)
