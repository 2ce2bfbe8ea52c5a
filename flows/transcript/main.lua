flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550121" }

local desk = "+14255550161"

-- One line a sentence, while the two are talking. Guesses on the way would come with `intermediate = true`.
on("TranscriptionData", { result_status = "final" }, function(call, event)
  local by = event.participant.raw_id == identifier(desk).raw_id and "desk" or "caller"
  log.info("said", { by = by, text = event.text })
end)

on("IncomingCall", { to = "+18005550121" }, function(call)
  call:answer { transcription = { locale = "en-US" } }
  call:play { text = "What is said in this call is written down. One moment, please." }
  local began, err = call:start_transcription()
  if not began then log.warning("nothing is written down", { reason = err.reason }) end

  local people = call:events "ParticipantsUpdated"
  local joined, why = call:add_participant { target = desk, invitation_timeout = 20 }
  if not joined then
    log.info("the desk did not come", { reason = why.reason })
    call:play { text = "Nobody is free at the moment. Please call later." }
    return call:hang_up { for_everyone = true }
  end
  -- When one of the two has left, the other is let go.
  local together = false
  for event in people do
    if #event.participants > 1 then together = true elseif together then break end
  end
  call:hang_up { for_everyone = true }
end)
