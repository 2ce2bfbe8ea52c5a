-- Recordings and holding: begun, paused, ended, asked for; and files that nobody tells of.
flow { locale = "en-US", voice = "en-US-AvaNeural", linger = 20 }

on("IncomingCall", { to = "+18005550112" }, function(call)
  call:answer()
  call:hold { file = "https://example.com/music.wav", operation_context = "wait" }
  local changes = call:events("ParticipantsUpdated")
  for tone in call:tones { timeout = 1 } do log.info(tone) end
  changes:next(0.5)
  local recording, err = call:start_recording { channel = "unmixed", channel_order = { "+14255550100" } }
  if not recording then error(err.reason) end
  call:unhold { target = "+14255550100" }
  recording:pause()
  recording:resume { timeout = 20 }
  local standing = recording:state()
  call:play { text = { recording.id, standing.recording_state } }
  recording:stop()
  local _, late = recording:download { timeout = 2 }
  local _, later = recording:delete { timeout = 2 }
  call:play { text = { late.reason, later.reason } }
  local heard = call:recognize { speech = true, dtmf = { max = 1 }, mask = true }
  call:recognize { choices = { { label = "yes", phrases = { "yes", "sure" }, tone = "1" } } }
  call:play { sources = { { ssml = "<speak>Bye.</speak>" }, { file = "https://example.com/bye.wav", cache_id = "bye" } } }
  call:hang_up { for_everyone = true }
end)
