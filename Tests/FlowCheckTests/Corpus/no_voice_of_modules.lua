local voicemail, transfer, queue = require "std.voicemail", require "std.transfer", require "std.queue"

local desk = queue.new { name = "desk", agents = { "+14255550131" },
  position = "You are number {position}." } --> no_voice at position: this text has no voice

on("IncomingCall", { to = "+18005550112" }, function(call)
  call:answer()
  if desk:wait(call) then return end
  transfer.blind(call, {
    target = "+14255550123",
    text = "One moment.", --> no_voice at text: this text has no voice
    fallback = function() end,
  })
  voicemail.take(call, {
    greeting = "Nobody is here.", --> no_voice at greeting: this text has no voice
    thanks = { file = "https://example.com/thanks.wav" },
    on_message = function() end,
  })
  voicemail.take(call, { greeting = "Niemand da.", locale = "de-DE", on_message = function() end })
end)
