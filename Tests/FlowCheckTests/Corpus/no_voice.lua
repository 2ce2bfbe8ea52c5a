flow { caller_id = "+18005550199" }

local menu = require "std.menu"

on("IncomingCall", function(call)
  call:answer()
  call:play { text = "Hello." } --> no_voice at text: this text has no voice; write flow
  call:play { text = "Hello.", voice = "en-US-AvaNeural" }
  call:play { file = "https://example.com/hello.wav" }
  call:play { sources = { { ssml = "<speak>Hello.</speak>" }, { text = "Hello." } } } --> no_voice at text: this text has no voice
  local heard = call:recognize { text = "Well?", dtmf = { max = 1 } } --> no_voice at text: this text has no voice
  if heard then return end
  local key = menu.ask(call, { text = "Well?", choices = { ["1"] = "a" } }) --> no_voice at text: this text has no voice
  log.info("key", { key = key })
end)
