-- What drawings get; the flow tells it as text.
given_flow("drawn", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550173" }
local part = line.part { name = "checks", exits = { "good", "bad" }, start = "ask", steps = {
  ask = { "menu", text = "x", keys = { "good", "bad" } } } }
local fake = { name = "desk", wait = function() end, talk = function() end }
local given = { given = { name = "given" }, wait = function() end, talk = function() end }
local nameless = { wait = function() end, talk = function() end }
local bye = { "hang_up" }
line.incoming {
  to = { "+18005550173", "+18005550174" }, from = "+14255550100", name = "all", start = "main", language = "en",
  languages = { en = { locale = "en-US", voice = "v" }, pt = { locale = "pt-BR", voice = "w" } },
  defaults = { silence = "bye", error = "bye", hang_up = { go = "after" }, keys = { ["0"] = "bye" } },
  steps = {
    main = { "menu", text = { en = "A text that is a good deal longer than forty characters.", pt = "x" },
      keys = { { go = "hours", language = "pt" }, "find", "give", "bring", "line", "line_too", "line_three", "part",
        ["9"] = "part_too" } },
    hours = { "branch", { hours = function() end, go = "bye" }, { when = function() end, go = "bye" },
      { variable = "a", is = 1, go = "sum" },
      { variable = "a", one_of = { 1, 2 }, go = "file" }, otherwise = "mixed" },
    find = { "http", get = "https://a.example/", status = { [404] = "bye" }, next = "bye" },
    give = { "transfer", target = "+14255550123" }, bring = { "dial", target = { { phone_number = "+14255550123" } },
      next = "bye" },
    line = { "queue", queue = fake }, line_too = { "queue", queue = { en = given, pt = given }, next = "bye" },
      line_three = { "queue", queue = nameless },
    part = { "flow", part, exits = { good = "bye", bad = "main" } }, part_too = { "flow", part,
      exits = { good = "bye", bad = "bye" } },
    sum = { "set", { b = 1 }, add = { a = 1 }, next = "lua" }, lua = { "call", function() end,
      exits = { done = "bye" } },
    file = { "say", file = "https://a.example/x.wav", next = "bye" },
    mixed = { "say", sources = { { text = "Mixed." } }, next = { go = "bye", set = { a = 1 } } },
    after = { "set", { z = 1 }, next = "bye" }, alone = { "say", text = { { en = "Alone." } }, next = "bye" },
    bye = bye,
  },
}
line.launch { target = "{to}", start = "bye", unreached = "over", steps = { bye = bye, over = { "set",
  add = { z = 1 }, next = "bye" } } }
line.incoming { start = "bye", to = pattern "^x", steps = { bye = bye } }
line.incoming { to = "+18005550175", name = "plain", start = "give", steps = {
  give = { "transfer", target = { phone_number = "+14255550123" }, failed = "look" },
  look = { "transfer", target = { is_anonymous = false, raw_id = "4:+14255550123" }, failed = "odd" },
  odd = { "say", text = "\xffodd", next = "ends" },
  ends = { "flow", line.part { name = "over", exits = {}, start = "bye", steps = { bye = bye } } } } }
on("Launch", function(event)
  local all = line.charts()
  for _, chart in ipairs(all) do
    for _, step in ipairs(chart.steps) do
      local exits = {}
      for index, exit in ipairs(step.exits) do
        exits[index] = exit.word .. (exit.label and " (" .. exit.label .. ")" or "") .. (exit.language and " in "
          .. exit.language or "")
          .. (exit.default and " by default" or "") .. " to " .. exit.to
      end
      -- A log takes no text that is none.
      local label = utf8.len(step.label) and step.label or #step.label .. " bytes"
      log.info("step", { chart = chart.name, name = step.name, kind = step.kind, label = label, part = step.part,
        ends = step.ends, exits = table.concat(exits, ", ") })
    end
    log.info("chart", { name = chart.name, made = chart.made, place = chart.place, start = chart.start,
      hang_up = chart.hang_up,
      unreached = chart.unreached, language = chart.language, languages = chart.languages
        and table.concat(chart.languages, ", "),
      parts = #chart.parts, to = chart.starts.to, from = chart.starts.from, target = chart.starts.target,
        launch = chart.starts.launch })
    for _, inner in ipairs(chart.parts) do
      log.info("part", { name = inner.name, start = inner.start, exits = table.concat(inner.exits, ", "),
        steps = #inner.steps })
    end
  end
  -- Plain data: what is not would raise here.
  log.info("json", { bytes = #json.encode(all) > 100 })
end)
]])

describe("std.flow draws", function()
  local session
  before_each(function() session = launch("drawn", { to = "+14255550123" }) end)

  local function step(name, fields)
    fields.chart, fields.name = "all", name
    expect(session):logged("step", fields)
  end

  it("charts", function()
    expect(session):logged("chart", {
      name = "all", made = "incoming", place = "drawn/main.lua:9", start = "main", hang_up = "after", language = "en",
      languages = "en, pt", parts = "1", to = "+18005550173, +18005550174", from = "+14255550100",
    })
    expect(session):logged("chart", { name = "launch", made = "launch", target = "{to}", launch = "true",
      unreached = "over" })
    expect(session):logged("chart", { name = "incoming", to = "pattern ^x", parts = "0" })
    expect(session):logged("part", { name = "checks", start = "ask", exits = "good, bad", steps = "1" })
    expect(session):logged("json", { bytes = "true" })
  end)

  it("menus", function()
    step("main", { kind = "menu", label = "A text that is a good deal longer than …",
      exits = "1 in pt to hours, 2 to find, 3 to give, 4 to bring, 5 to line, 6 to line_too, "
        .. "7 to line_three, 8 to part, 9 to part_too, 0 by default to bye, "
        .. "failed by default to bye, no_input by default to bye, no_match by default to bye" })
  end)

  it("charts without languages", function()
    local function plain(name, label)
      expect(session):logged("step", { chart = "plain", name = name, label = label })
    end
    plain("give", "+14255550123")
    plain("look", "transfer")
    plain("odd", "4 bytes")
    plain("ends", "over")
    expect(session):logged("part", { name = "over", exits = "", steps = "1" })
  end)

  it("branches", function()
    step("hours", { kind = "branch", label = "branch",
      exits = "1 (open) to bye, 2 (function) to bye, 3 (a is 1) to sum, 4 (a one of 2) to file, otherwise to mixed" })
  end)

  it("the other kinds", function()
    step("find", { label = "GET https://a.example/", exits = "404 to bye, next to bye, failed by default to bye" })
    step("give", { label = "+14255550123", ends = "true" })
    step("bring", { label = "+14255550123", exits = "next to bye, failed by default to bye" })
    step("line", { label = "desk", ends = "true" })
    step("line_too", { label = "given" })
    step("line_three", { label = "queue" })
    step("part", { label = "checks", part = "checks",
      exits = "bad to main, good to bye, failed by default to bye, silence by default to bye" })
    step("sum", { label = "b, a" })
    step("lua", { label = "call" })
    step("file", { label = "https://a.example/x.wav" })
    step("mixed", { label = "Mixed." })
    step("alone", { label = "Alone." })
    step("bye", { label = "hang_up", ends = "true" })
  end)
end)
