local voicemail = require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local inbox = "https://inbox.example.com/messages"

-- Somebody is told of a message once its file is here. The call may be over long since.
local function deliver(message)
  local told, why = http.post(inbox, {
    json = { from = message.from, seconds = message.seconds, bytes = message.bytes, file = message.file },
    idempotency_key = message.id,
  })
  -- An answer is no yes: without one the service keeps its copy.
  local refusal = not told and why.reason or told.status >= 300 and "status " .. told.status
  if refusal then return log.warning("nobody was told of a message", { from = message.from, reason = refusal }) end
  message.recording:delete()
  log.info("a message", { from = message.from, seconds = message.seconds })
end

on("IncomingCall", { to = "+18005550122" }, function(call)
  call:answer()
  local taken, reason = voicemail.take(call, {
    greeting = "Nobody is here now. Leave a message, and press the hash key at its end.",
    thanks = "Thank you. Goodbye.",
    unavailable = "I cannot take a message now. Please call again later.",
    on_message = deliver,
  })
  if not taken then log.warning("messages cannot be recorded", { reason = reason }) end
  call:hang_up { for_everyone = true }
end)
