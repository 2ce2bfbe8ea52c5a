local ann_number = "+14255550131"

-- Describes a queue as the launch says, and speaks without having waited.
given_flow("talks", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local support = queue.new(next(event.params) and event.params or nil)
  local call = assert(create_call { target = "+14255550100" })
  support:talk(call, "+14255550131")
end)
]])

describe("queue", function()
  it("refuses to speak where nobody has waited", { allows_errors = true }, function()
    local session = launch("talks", { name = "support", agents = { ann_number } })
    expect(session):is_over { way = "failed" }
    expect(session.report):contains "talks/main.lua:8: queue:talk: wait(call) has given no agent"
  end)

  local one = { ann_number }
  for _, case in ipairs {
    { "no options", nil, "options are a table" },
    { "no name", { agents = { ann_number } }, "name is missing: it must be 1 to 64 letters" },
    { "a name with a space", { name = "the queue", agents = { ann_number } }, "name must be 1 to 64 letters" },
    { "a name that is too long", { name = string.rep("q", 65), agents = { ann_number } }, "name must be 1 to 64" },
    { "a number for a name", { name = 7, agents = { ann_number } }, "name must be 1 to 64 letters" },
    { "no agents", { name = "support" }, "agents is missing: it must be a list" },
    { "an empty list of agents", { name = "q", agents = {} }, "agents must be a list" },
    { "one agent that is no list", { name = "q", agents = ann_number }, "agents must be a list" },
    { "an unknown strategy", { name = "q", agents = one, strategy = "random" }, "strategy must be \"in_order\"" },
    { "a key for leave", { name = "q", agents = one, leave = "#" }, "leave must give values by keys" },
    { "no keys in leave", { name = "q", agents = one, leave = {} }, "leave must give values by keys" },
    { "keys that are none", { name = "q", agents = one, leave = { ["12"] = 1 } }, "leave must have keys of a phone" },
    { "numbers as keys", { name = "q", agents = one, leave = { "voicemail" } }, "leave must have keys of a phone" },
    { "five hours of patience", { name = "q", agents = one, patience = 18000 }, "patience must be a number from 1" },
    { "a position that is told too often",
      { name = "q", agents = one, patience = 14400, position = "{position}", position_every = 14 },
      "with a patience of 14400 position_every must be at least 15" },
    { "an unknown option", { name = "q", agents = one, musik = "x" }, "did you mean 'music'" },
  } do
    it("refuses " .. case[1], { allows_errors = true }, function()
      local session = launch("talks", case[2])
      expect(session):is_over { way = "failed" }
      expect(session.report):contains(case[3])
      expect(session.report):contains "talks/main.lua:6"
    end)
  end
end)
