-- More that a chart can hold, and what is said of it; nothing where nothing is wrong.
local cases = {}

local function chart(about, source, rule, path, words)
  cases[#cases + 1] = { about = about, chart = source, rule = rule, path = path, words = words }
end

--- A chart with nothing but a few steps, which lead to `bye`.
local function steps(source, more)
  return ("{ start = 'bye', %s steps = { bye = { 'hang_up' }, %s } }"):format(more or "", source)
end

local say = "a = { 'say', text = 'Hello.', next = 'bye' }"
local languages = "language = 'en', languages = { en = { locale = 'en-US', voice = 'v' } },"

-- What would fail with a caller only.
chart("a value without a name", steps(say, "'main',"), "unknown_option", "[1]", "line.incoming has no '1'")
chart("a default without a name", steps(say, "defaults = { 'bye' },"), "unknown_option", "defaults[1]",
  "defaults has no '1'")
chart("no target in a list", steps "a = { 'transfer', target = {} }", "wrong_type", "steps.a.target",
  "a number, an identifier, or a list of those, not a table")
chart("an empty source", steps "a = { 'say', sources = { {} }, next = 'bye' }", "wrong_type", "steps.a.sources[1]",
  "a table with text, file or ssml")
for about, text in pairs { ["no texts"] = "{}", ["texts by language"] = "{ en = 'x' }" } do
  chart(about .. " in a language", steps("a = { 'say', text = { en = " .. text .. " }, next = 'bye' }", languages),
    "wrong_type", "steps.a.text.en", "a text or a list of texts, not a table")
end

-- Types.
chart("retries that are a text", steps "a = { 'menu', text = 'x', keys = { 'bye' }, retries = '2' }", "wrong_type",
  "steps.a.retries", "a whole number, 0 or more, not \"2\"")
chart("collect into a number", steps "a = { 'collect', text = 'x', digits = 3, into = 5, next = 'bye' }",
  "wrong_type", "steps.a.into", "the name of a variable")
chart("keys that are a text", steps "a = { 'menu', text = 'x', keys = '1' }", "wrong_type", "steps.a.keys",
  "a table of keys, as in { [\"1\"] = \"sales\" }, not \"1\"")
chart("no keys beside those of every menu", steps("a = { 'menu', text = 'x', keys = {} }",
  "defaults = { keys = { ['0'] = 'bye' } },"), "wrong_type", "steps.a.keys", "a table of keys")
chart("a status that is a word",
  steps "a = { 'http', get = 'https://a.example', status = { ok = 'bye' }, next = 'bye' }", "wrong_type",
  "steps.a.status.ok", "from 100 to 599")
chart("hours that are a text", steps "a = { 'branch', { hours = '9-17', go = 'bye' }, otherwise = 'bye' }",
  "wrong_type", "steps.a[2].hours", "opening hours")
chart("a sub-flow that is a number", steps "a = { 'flow', 5 }", "wrong_type", "steps.a[2]", "a part, as line.part")
chart("a part without exits that are taken", steps "a = { 'flow', part }", "missing_option", "steps.a",
  "the part can end with 'done'")
chart("a part with exits that are a text", steps "a = { 'flow', part, exits = 'bye' }", "wrong_type",
  "steps.a.exits", "a table of exits")

-- Exits.
chart("an empty exit", steps "a = { 'say', text = 'x', next = {} }", "missing_option", "steps.a.next.go",
  "say where to go")
chart("a key with more than it can have",
  steps "a = { 'menu', text = 'x', keys = { { go = 'bye', phrase = 'x' } } }", "unknown_option",
  "steps.a.keys[1].phrase", "an exit has no 'phrase'; did you mean 'phrases'?")
chart("a default where there are no steps", "{ start = 'a', steps = {}, defaults = { silence = 'b' } }",
  "unknown_step", "defaults.silence", "there is no step 'b'")

-- Languages.
chart("no languages in their table", steps(say, "languages = {},"), "missing_option", "languages",
  "which one a call begins with")
chart("a language without a name", steps(say, "language = 'en', languages = { { locale = 'en-US', voice = 'v' } },"),
  "wrong_type", "languages[1]", "a language is written as en")

-- Long words are cut, and never within a letter.
chart("a long text for a number", steps("a = { 'menu', text = 'x', keys = { 'bye' }, retries = '" .. ("9"):rep(40)
  .. "' }"), "wrong_type", "steps.a.retries", "not \"" .. ("9"):rep(30) .. "…\"")
chart("a long text of other letters", steps("a = { 'menu', text = 'x', keys = { 'bye' }, retries = 'x"
  .. ("é"):rep(20) .. "' }"), "wrong_type", "steps.a.retries", "not \"x" .. ("é"):rep(14) .. "…\"")

-- Nothing.
chart("nothing wrong with a check by its name",
  steps "a = { 'collect', text = 'x', digits = 3, into = 'b', check = 'luhn', next = 'bye' }")
chart("nothing wrong with empty tables", steps [[
  a = { 'http', get = 'https://a.example', status = {}, next = 'b' },
  b = { 'call', function() end, sets = {}, exits = {}, next = 'c' },
  c = { 'branch', { variable = 'x', one_of = {}, go = 'd' }, otherwise = 'd' },
  d = { 'flow', ending },
]])

local source = { [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
local part = line.part { exits = { "done" }, start = "x", steps = { x = { "set", { a = 1 }, next = "done" } } }
local ending = line.part { exits = {}, start = "x", steps = { x = { "hang_up" } } }
local charts = {
]] }
for index, case in ipairs(cases) do source[#source + 1] = ("[%d] = %s,\n"):format(index, case.chart) end
source[#source + 1] = [[
part = { exits = { "done" }, start = "a", steps = { a = { "set", { a = 1 }, next = "doen" } } },
}
on("Launch", function(event)
  local found = line.findings(charts[event.params.chart], event.params.made)
  local count = 0
  for _, finding in ipairs(found) do
    if finding.severity == "error" then count = count + 1 end
    log.info(finding.message, {
      rule = finding.rule, path = require("std.flow_words").path(finding.path), severity = finding.severity,
    })
  end
  log.info("found", { count = count })
end)
]]
given_flow("types", table.concat(source))

describe("std.flow finds", function()
  for index, case in ipairs(cases) do
    it(case.about, function()
      local session = launch("types", { chart = index })
      if case.rule then
        expect(session):logged(case.words, { rule = case.rule, path = case.path, severity = "error" })
      else
        expect(session):logged("found", { count = 0 })
      end
      expect(session):is_over { way = "finished" }
    end)
  end

  it("an exit of a part that is written otherwise", function()
    local session = launch("types", { chart = "part", made = "part" })
    expect(session):logged("there is no step 'doen'; did you mean 'done'?", { rule = "unknown_step" })
  end)
end)
