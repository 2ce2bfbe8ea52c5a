local queue = require "std.queue"
local voicemail = require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550122" }

local support = queue.new {
  name = "support", agents = { "+14255550131", "+14255550132" }, strategy = "longest_idle",
  music = "https://example.com/music.wav", position = "You are number {position}.", patience = 300,
  announce = "A caller for support. Press 1 to take the call.", accept = "1", leave = { ["#"] = "voicemail" },
}

on("IncomingCall", { to = "+18005550122" }, function(call)
  call:answer()
  local agent, reason, value = support:wait(call)
  if agent then
    support:talk(call, agent)                                -- until one of the two has left
  elseif reason == "left" and value == "voicemail" then
    voicemail.take(call, {
      greeting = "Leave a message, and press the hash key at its end.",
      on_message = function(message) log.info("a message", { from = message.from, file = message.file }) end,
    })
  else
    call:play { text = "Nobody is free at the moment. Please call later." }
  end
  call:hang_up { for_everyone = true }
end)
