local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

line.incoming {
  to = "+18005550127",
  start = "main",
  defaults = { silence = "bye", error = "bye" },
  steps = {
    main = { "menu", text = "For sales press 1, for our address 2.", keys = { ["1"] = "sales", ["2"] = "address" } },
    sales = { "transfer", text = "One moment.", target = "+14255550123", busy = "address" },
    address = { "say", text = "We are at 12 Main Street.", next = "main" },
    bye = { "hang_up", text = "Goodbye." },
  },
}
