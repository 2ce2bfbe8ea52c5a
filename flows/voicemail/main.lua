flow { locale = "en-US", voice = "en-US-AvaNeural" }

local longest = 60
local inbox = "https://inbox.example.com/messages"

-- Somebody is told of a message once its file is here. The call may be over long since.
local function deliver(recording, from)
  local message, err = recording:download()
  if not message then return log.warning("no message came of it", { from = from, reason = err.reason }) end
  local file = message.files[1]
  local told, why = http.post(inbox, {
    json = { from = from, seconds = message.duration, bytes = file.bytes, file = file.path },
    idempotency_key = recording.id,
  })
  if not told then return log.warning("nobody was told of a message", { from = from, reason = why.reason }) end
  recording:delete()
  log.info("a message", { from = from, seconds = message.duration })
end

on("IncomingCall", { to = "+18005550122" }, function(call)
  call:answer()
  call:play { text = "Nobody is here now. Leave a message, and press the hash key at its end." }
  local recording, err = call:start_recording { content = "audio", format = "wav" }
  if not recording then
    log.warning("messages cannot be recorded", { reason = err.reason })
    call:play { text = "I cannot take a message now. Please call again later." }
    return call:hang_up { for_everyone = true }
  end
  spawn(function() deliver(recording, call.from) end)

  -- The caller may hang up as well: that ends the recording, and this handler.
  call:recognize { dtmf = { max = 1, stop = "#" }, initial_silence_timeout = longest }
  recording:stop()
  call:play { text = "Thank you. Goodbye." }
  call:hang_up { for_everyone = true }
end)
