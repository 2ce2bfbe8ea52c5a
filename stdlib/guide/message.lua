local voicemail = require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

-- In a task of its own, when the file is here; the call may be over long since.
local function deliver(message)
  local told, err = http.post("https://inbox.example.com/messages", {
    json = { from = message.from, seconds = message.seconds, file = message.file }, idempotency_key = message.id,
  })
  if not told then return log.warning("nobody was told of a message", { reason = err.reason }) end
  message.recording:delete()                              -- at the service; the file stays here
end

on("IncomingCall", { to = "+18005550123" }, function(call)
  call:answer()
  voicemail.take(call, {
    greeting = "Nobody is here now. Leave a message, and press the hash key at its end.",
    thanks = "Thank you.", unavailable = "I cannot take a message now.", shortest = 1, on_message = deliver,
  })
  call:hang_up { for_everyone = true }
end)
