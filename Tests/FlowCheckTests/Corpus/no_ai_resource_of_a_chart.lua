-- without: ai_resource
local line = require "std.flow"

line.incoming {
  to = "+18005550112",
  start = "main",
  languages = { en = { locale = "en-US", voice = "en-US-AvaNeural" } },
  language = "en",
  steps = { main = { "hang_up", text = "Bye." } }, --> no_ai_resource at text: speaks text or takes speech
}
