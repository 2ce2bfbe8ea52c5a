local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local menu = line.part {
  start = "a", exits = { "done" },
  steps = {
    a = { "menu", text = "x", keys = { ["1"] = "done" }, no_input = "done", no_match = "done", failed = "done" },
  },
}

line.incoming {
  to = "+18005550142",
  start = "main",
  defaults = { error = "bye" },
  steps = {
    main = { "flow", menu, exits = { done = "colleague" } },
    colleague = { "dial", target = "+14255550123", caller_id = "{called}", ring = 30, next = "bye" },
    bye = { "hang_up" },
  },
}
