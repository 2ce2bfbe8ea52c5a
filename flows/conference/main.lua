flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

-- "+1…,+1…" as a list.
local function list(text)
  local items = {}
  for item in string.gmatch(text or "", "[^,%s]+") do table.insert(items, item) end
  return items
end

-- Invites somebody, and takes the invitation back when they do not come in time.
local function invite(call, guest, seconds)
  local invitation = call:add_participant { target = guest, invitation_timeout = 60, wait = false }
  local joined, err = invitation:wait(seconds)
  if joined then return true end
  if err.reason == "timeout" then call:cancel_add_participant { operation = invitation } end
  log.info("did not join", { guest = guest, reason = err.reason })
  return false
end

on("Launch", function(event)
  local params = event.params
  local call, err = create_call { targets = list(params.members), timeout = 60 }
  if not call then
    log.warning("nobody joined", { reason = err.reason })
    return
  end
  call:play { text = "Welcome to the conference." }

  for _, guest in ipairs(list(params.guests)) do
    if invite(call, guest, tonumber(params.patience or "15")) then
      call:play { text = "A guest has joined." }
    end
  end
  for _, member in ipairs(list(params.leaving)) do
    local left, why = call:remove_participant { target = member }
    if not left then log.info("was not there", { member = member, reason = why.reason }) end
  end
  log.info("in the call", { count = #assert(call:list_participants()) })

  sleep(tonumber(params.seconds or "2"))
  call:play { text = "The conference ends now." }
  call:hang_up { for_everyone = true }
end)
