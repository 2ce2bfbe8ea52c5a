-- Steps that are tried on a call that is none: what their functions refuse is known without a caller.
given_flow("tries", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local entry = line.part {
  start = "pin", exits = { "done" },
  steps = { pin = { "collect", into = "pin", digits = 200, text = "Your PIN?", next = "done", no_input = "done",
    invalid = "done", failed = "done" } },
}
local both = { silence = "bye", error = "bye" }
line.incoming {
  to = "+18005550111", start = "number", defaults = both, language = "en",
  languages = { en = { locale = "en-US", voice = "v" }, pt = { locale = "pt-BR", voice = "w" } },
  steps = {
    number = { "collect", into = "number", min = 6, max = 4, text = { en = "x", pt = "y" }, next = "menu" },
    menu = { "menu", timeout = 999, text = { en = "x", pt = "y" }, 
      keys = { "good", "page", "message", "people", "pin", "ring", "tell" } },
    good = { "menu", text = { en = "x", pt = "y" }, keys = { "bye" } },
    page = { "http", get = "example.com/{caller}", next = "bye" },
    message = { "record", text = { en = "x", pt = "y" }, post = "ftp://example.com/{called}", next = "bye" },
    unknown = { "say", text = { en = "{nobody}", pt = "{nobody}" }, next = "bye" },
    people = { "transfer", text = { en = "x", pt = "y" }, target = "+14255550123",
      custom_context = { a = "{nobody}" } },
    ring = { "dial", target = { "+14255550123", "+14255550124" }, ring = 900, next = "bye" },
    tell = { "dial", target = "+14255550123", announce = { file = "hello.wav" } },
    pin = { "flow", entry, exits = { done = "unknown" } },
    bye = { "hang_up", text = { en = "x", pt = "y" } },
  },
}

on("Launch", function()
  -- Nothing is done with it; what asks for more than this is an error of its own, which is not told.
  local call = { from = "+14255550123", to = "+18005550111" }
  function call:play(given)
    if given.file == "hello.wav" then error "call:play: 'file' must be an address" end
    log.info("play", { text = given.text })
  end
  function call:hang_up() log.info("hang_up") end
  -- The two refuse as a real call does.
  function call:add_participant(given)
    if given.target == "+14255550124" then error "call:add_participant: 'target' is no number" end
    if given.invitation_timeout > 180 then error "call:add_participant: 'invitation_timeout' is at most 180" end
  end
  local first = 1
  while line.try(call, first, first + 4) do first = first + 5 end
  sleep(1)
  for _, finding in ipairs(line.refusals()) do
    local words = finding.message:match "gets an error: (.*)"
    log.info(finding.rule, { path = table.concat(finding.path, "."), message = words, severity = finding.severity, chart = finding.chart })
  end
  log.info("found", { count = #line.refusals() })
end)
]])

describe("std.flow tries steps", function()
  for _, case in ipairs {
    { "an entry that cannot be", "number", "min is 6, which is more than max, 4" },
    { "a menu with a timeout that is none", "menu", "timeout must be a whole number from 0 to 300, not 999" },
    { "an address that is none", "page",
      "'url': \"example.com/%2B14255550123\" has no https:// before the host" },
    { "an address for messages that is none", "message",
      "'url': \"ftp://example.com/%2B18005550111\" begins with neither https nor http" },
    { "a time that nobody rings", "ring", "'ring' is at most 180" },
    { "the second of two targets", "ring", "'target' is no number" },
    { "what a colleague hears", "tell", "'file' must be an address" },
    { "a step of a part", "pin", "digits must be a whole number from 1 to 128, not 200" },
  } do
    it("and tells of " .. case[1], function()
      expect(launch "tries"):logged("refused_value", { path = "steps." .. case[2], message = case[3],
        severity = "error" })
    end)
  end
  it("and tells of each once, whatever languages there are, and of nothing else", function()
    expect(launch "tries"):logged("found", { count = "8" })
  end)
end)
