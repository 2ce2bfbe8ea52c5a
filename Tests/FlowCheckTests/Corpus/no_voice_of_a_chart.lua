local line = require "std.flow"

line.incoming {
  to = "+18005550111",
  start = "main",
  defaults = { silence = "bye", error = "bye" },
  steps = {
    main = { "menu", text = "Press 1.", keys = { "bye" } }, --> no_voice at text: this text has no voice
    bye = { "hang_up", sources = { { file = "https://example.com/bye.wav" } } },
  },
}

line.incoming {
  to = "+18005550112",
  start = "main",
  languages = { en = { locale = "en-US", voice = "en-US-AvaNeural" } },
  language = "en",
  steps = { main = { "hang_up", text = "Bye." } },
}
