-- Checkpoints, launches and recordings.
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local function wait_again(round) restart("waiting", { round = round }) end

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer { transcription = { start = true }, media_streaming = { dtmf = true } }
  local id = launch("restarts", { to = call.from }, { key = call.correlation_id })
  if id then signal(id, "begun", { by = call.from }) end
  wait_again(1)
end)

on("Restart", { handler = "waiting" }, function(call, event)
  for _, other in ipairs(event.calls) do log.info("still here", { who = other.other_party }) end
  if not call then return end
  call:play { text = "Round " .. event.data.round .. "." }
  wait_again(event.data.round + 1)
end)

on("Launch", function(event)
  log.info("launched", { to = event.params.to, session = event.session })
  local call, err = connect_call { room_id = event.params.room }
  if not call then return log.info("not in", { reason = err.reason }) end
  local recording = call:start_recording { content = "audio" }
  if not recording then return end
  spawn(function()
    local got = recording:download { timeout = 60 }
    if got then log.info("a file", { path = got.files[1].path, seconds = got.duration }) end
  end)
  sleep(5)
  recording:stop()
  call:hang_up()
  local state = recording:state()
  log.info("recorded", { id = recording.id, state = state and state.recording_state })
end)

on("TranscriptionData", { result_status = "final" }, function(_, event)
  log.info("said", { text = event.text, by = event.participant.raw_id })
end)
on("DtmfData", function(_, event) log.info("a key", { tone = event.tone }) end)
on("Signal", function(_, event) log.info(event.signal, { data = event.data.by }) end)
on("CallDisconnected", function(call, event) log.info(call.state, { code = event.result_information.code }) end)
