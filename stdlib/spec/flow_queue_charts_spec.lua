-- Whether drawings and proofs count with the failure of a queue.
given_flow("queues", [[
local line, queue = require "std.flow", require "std.queue"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550173" }
local desk = { "+14255550131" }
local fixed = queue.new { name = "fixed", agents = desk }
local shifts = queue.new { name = "shifts", agents = function() return desk end }
local steps = {
  fixed = { "queue", queue = fixed, text = "Please hold.", next = "bye" },
  languages = { "queue", queue = { en = fixed, pt = fixed }, text = { en = "Hold.", pt = "Aguarde." }, next = "bye" },
  shifts = { "queue", queue = shifts, next = "bye" },
  some = { "queue", queue = { en = fixed, pt = shifts }, next = "bye" },
  name = { "queue", queue = fixed, text = { en = "Hold, {caller|digits}.", pt = "Aguarde." }, next = "bye" },
  sources = { "queue", queue = fixed, sources = { { text = "Hold, {caller|digits}." } }, next = "bye" },
  bye = { "hang_up" },
}
for name in pairs(steps) do
  line.incoming {
    to = "+1800555017" .. #name, from = name == "name" and "+14255550100" or nil, name = name, start = name,
    language = "en", languages = { en = { locale = "en-US", voice = "v" }, pt = { locale = "pt-BR", voice = "w" } },
    defaults = { silence = "bye", error = "bye" }, steps = { [name] = steps[name], bye = steps.bye },
  }
end
on("Launch", function()
  for _, chart in ipairs(line.charts()) do
    local exits = {}
    for index, exit in ipairs(chart.steps[1].exits) do exits[index] = exit.word end
    log.info(chart.name, { exits = table.concat(exits, ", ") })
  end
end)
]])

describe("std.flow draws the failure of a queue", function()
  local function exits(name, words) expect(launch "queues"):logged(name, { exits = words }) end

  it("not where it rings a fixed list", function()
    exits("fixed", "next")
    exits("languages", "next")
  end)

  it("where a function says who is there", function()
    exits("shifts", "next, failed")
    exits("some", "next, failed")
  end)

  it("where a value may be none that can be said", function()
    exits("name", "next, failed")
    exits("sources", "next, failed")
  end)
end)
