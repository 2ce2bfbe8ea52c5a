local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local shop = line.part {
  exits = { "done", "lost" }, --> unreachable_step at "lost": no step leads to the exit 'lost'
  start = "ask",
  defaults = { silence = "done", error = "done" },
  steps = {
    ask = { "menu", text = "Press 1 or 2.", keys = { "done", "ring" } },
    orphan = { "say", text = "Nobody hears this.", next = "done" }, --> unreachable_step at orphan: no exit leads to
    ring = { "say", text = "Ding.", next = "ring_again", failed = "ring_again" }, --> silent_loop at ring: ring → ring_again → ring --> no_way_out at ring: no way from here
    ring_again = { "say", text = "Dong.", next = "ring", failed = "ring" },
  },
}

line.incoming {
  to = "+18005550111",
  start = "main",
  defaults = { silence = "bye", error = "bye" },
  steps = { main = { "flow", shop, exits = { done = "bye", lost = "bye" } }, bye = { "hang_up" } },
}
