local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local ask = line.part {
  exits = { "done" },
  start = "a",
  steps = {
    a = { "say", text = "Hm.", next = "done" },
    done = { "hang_up" }, --> name_taken at done: is an exit of the part
  },
}

line.incoming { to = "+18005550111", start = "main", steps = { main = { "flow", ask, exits = { done = "main" } } } }
