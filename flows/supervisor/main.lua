flow { locale = "en-US", voice = "en-US-AvaNeural" }

-- Joins a call that somebody else has, says so, and leaves it again without ending it.
local function join(where, seconds)
  local call, err = connect_call(where)
  if not call then
    log.warning("could not join", { reason = err.reason, message = err.message })
    return
  end
  for _, participant in ipairs(assert(call:list_participants())) do
    log.info("in the call", { who = participant.identifier.raw_id })
  end
  call:play { text = "This call is being supervised." }
  wait_for("ParticipantsUpdated", seconds)
  call:hang_up()
end

on("Launch", function(event)
  local params = event.params
  join({ server_call_id = params.server_call_id, room_id = params.room_id, group_call_id = params.group_call_id },
    tonumber(params.seconds or "2"))
end)
