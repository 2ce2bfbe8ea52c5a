-- Each case is a chart with one mistake, or none; a flow that is launched tells what is found in it.
local cases = {}

--- A mistake: what it is about, the chart, the rule, the place and a part of the words.
local function mistake(about, chart, rule, path, words)
  cases[#cases + 1] = { about = about, chart = chart, rule = rule, path = path, words = words }
end

--- A chart with nothing but a few steps, which lead to `bye`.
local function steps(source, more)
  return ("{ start = 'bye', %s steps = { bye = { 'hang_up' }, %s } }"):format(more or "", source)
end

local say = "a = { 'say', text = 'Hello.', next = 'bye' }"
local languages = "language = 'en', "
  .. "languages = { en = { locale = 'en-US', voice = 'v' }, pt = { locale = 'pt-BR', voice = 'w' } },"

mistake("no steps", "{ start = 'a' }", "missing_option", "", "steps are missing")
mistake("no start", "{ steps = {} }", "missing_option", "", "line.incoming needs 'start'")
mistake("a start that is not there", "{ start = 'hallo', steps = { hello = { 'hang_up' } } }", "no_start", "start",
  "there is no step 'hallo'; did you mean 'hello'?")
mistake("an option that there is not", steps(say, "defalts = {},"), "unknown_option", "defalts",
  "line.incoming has no 'defalts'; did you mean 'defaults'?")
mistake("a step without a name", steps "{ 'hang_up' }", "wrong_type", "steps[1]", "a step has a name")
mistake("a step without a kind", steps "a = { text = 'Hello.' }", "unknown_kind", "steps.a", "begins with its kind")
mistake("a step that is a text", steps "a = 'say'", "unknown_kind", "steps.a", "begins with its kind")
mistake("a kind that there is not", steps "a = { 'sya' }", "unknown_kind", "steps.a",
  "no kind 'sya'; did you mean 'say'?")
mistake("an option that a kind does not have", steps "a = { 'say', text = 'x', nxt = 'bye', next = 'bye' }",
  "unknown_option",
  "steps.a.nxt", "a say step has no 'nxt'; did you mean 'next'?")
mistake("a value without a name", steps "a = { 'say', 'Hello.', text = 'x', next = 'bye' }", "unknown_option",
  "steps.a[2]",
  "takes options by name only")
mistake("no exit", steps "a = { 'say', text = 'Hello.' }", "missing_option", "steps.a", "a say step needs 'next'")
mistake("nothing to say", steps "a = { 'say', next = 'bye' }", "missing_option", "steps.a", "needs something to say")
mistake("text and file", steps "a = { 'say', text = 'x', file = 'https://example.com/x.wav', next = 'bye' }",
  "unknown_option",
  "steps.a.text", "give either file or text, not both")
mistake("a text that is a number", steps "a = { 'say', text = 7, next = 'bye' }", "wrong_type", "steps.a.text",
  "a text, not 7")
mistake("a text that is empty", steps "a = { 'say', text = '', next = 'bye' }", "wrong_type", "steps.a.text",
  "a text, not \"\"")
mistake("an empty table of texts", steps "a = { 'say', text = {}, next = 'bye' }", "wrong_type", "steps.a.text",
  "a text, not a table")
mistake("a list in a list", steps "a = { 'say', text = { { { 'x' } } }, next = 'bye' }", "wrong_type",
  "steps.a.text[1][1]", "a text")
mistake("an exit to nowhere", steps "a = { 'say', text = 'x', next = 'by' }", "unknown_step", "steps.a.next",
  "there is no step 'by'; did you mean 'bye'?")
mistake("an exit that is a number", steps "a = { 'say', text = 'x', next = 3 }", "wrong_type", "steps.a.next",
  "the name of a step, not 3")
mistake("an exit without go", steps "a = { 'say', text = 'x', next = { set = {} } }", "missing_option",
  "steps.a.next.go", "say where to go")
mistake("an exit with more than it can have", steps "a = { 'say', text = 'x', next = { go = 'bye', langage = 'en' } }",
  "unknown_option", "steps.a.next.langage", "did you mean 'language'?")
mistake("an exit that sets a text", steps "a = { 'say', text = 'x', next = { go = 'bye', set = 'x' } }", "wrong_type",
  "steps.a.next.set", "a table")
mistake("a default that leads nowhere", steps(say, "defaults = { silence = 'x' },"), "unknown_step",
  "defaults.silence", "no step 'x'")
mistake("a default that there is not", steps(say, "defaults = { silnce = 'bye' },"), "unknown_option",
  "defaults.silnce", "did you mean 'silence'?")

-- Menus.
mistake("a menu without keys", steps "a = { 'menu', text = 'x' }", "missing_option", "steps.a",
  "a menu step needs 'keys'")
mistake("a menu with empty keys", steps "a = { 'menu', text = 'x', keys = {} }", "wrong_type", "steps.a.keys",
  "a table of keys")
mistake("a key that leads nowhere",
  steps "acount = { 'hang_up' }, a = { 'menu', text = 'x', keys = { ['1'] = 'account' } }",
  "unknown_step", "steps.a.keys[\"1\"]", "there is no step 'account'; did you mean 'acount'?")
mistake("a key that no phone has", steps "a = { 'menu', text = 'x', keys = { x = 'bye' } }", "wrong_type",
  "steps.a.keys.x",
  "no phone has the key 'x'")
mistake("a key of two digits", steps "a = { 'menu', text = 'x', keys = { [12] = 'bye' } }", "wrong_type",
  "steps.a.keys[12]",
  "no phone has the key '12'")
mistake("a key that is bound twice", steps "a = { 'menu', text = 'x', keys = { [1] = 'bye', ['1'] = 'a' } }",
  "key_bound_twice",
  "steps.a.keys[\"1\"]", "bound twice")
mistake("a key of a menu and of all menus", steps("a = { 'menu', text = 'x', keys = { ['0'] = 'bye' } }",
  "defaults = { keys = { [0] = 'bye' } },"),
  "key_bound_twice", "steps.a.keys[\"0\"]", "also in defaults.keys")
mistake("too few retries", steps "a = { 'menu', text = 'x', keys = { 'bye' }, retries = -1 }", "wrong_type",
  "steps.a.retries", "not -1")
mistake("phrases that are a number", steps "a = { 'menu', text = 'x', keys = { { go = 'bye', phrases = 7 } } }",
  "wrong_type",
  "steps.a.keys[1].phrases", "a text, not 7")
mistake("default_keys that is a word", steps "a = { 'menu', text = 'x', keys = { 'bye' }, default_keys = 'no' }",
  "wrong_type",
  "steps.a.default_keys", "true or false")

-- Languages.
mistake("a language that there is not", steps("a = { 'say', text = { en = 'x', pr = 'y' }, next = 'bye' }",
  languages), "unknown_language",
  "steps.a.text.pr", "there is no language 'pr'")
mistake("texts by language where there are none", steps "a = { 'say', text = { en = 'x' }, next = 'bye' }",
  "unknown_language",
  "steps.a.text.en", "the line has no languages")
mistake("a text by language that is a number", steps("a = { 'say', text = { en = 'x', pt = 7 }, next = 'bye' }",
  languages), "wrong_type",
  "steps.a.text.pt", "a text, not 7")
mistake("a list by language with a number", steps("a = { 'say', text = { en = { 'x', 7 }, pt = 'y' }, next = 'bye' }",
  languages),
  "wrong_type", "steps.a.text.en[2]", "a text, not 7")
mistake("an exit to a language that there is not",
  steps("a = { 'say', text = 'x', next = { go = 'bye', language = 'fr' } }", languages),
  "unknown_language", "steps.a.next.language", "no language 'fr'")
mistake("languages without the first one", steps(say, "languages = { en = { locale = 'en-US', voice = 'v' } },"),
  "missing_option",
  "languages", "which one a call begins with")
mistake("a first language that there is not", steps(say,
  "language = 'eng', languages = { en = { locale = 'en-US', voice = 'v' } },"),
  "unknown_language", "language", "did you mean 'en'?")
mistake("a first language without languages", steps(say, "language = 'en',"), "unknown_language", "language",
  "no languages")
mistake("languages that are a text", steps(say, "languages = 'en', "), "wrong_type", "languages", "a table, not \"en\"")
mistake("a language that is a text", steps(say, "language = 'en', languages = { en = 'en-US' }, "), "wrong_type",
  "languages.en",
  "a language is written as")
mistake("a language without a voice", steps(say, "language = 'en', languages = { en = { locale = 'en-US' } }, "),
  "missing_option",
  "languages.en", "a language needs 'voice'")

-- Texts with variables.
for text, words in pairs {
  ["{name"] = "a { without its }", ["name}"] = "a } without its {", ["{first name}"] = "is no variable",
    ["{a..b}"] = "is no variable",
  ["{a|dat}"] = "there is no spoken form 'dat'; did you mean 'date'?", ["{sum|money}"] = "'money' needs a word",
  ["{a|date soon}"] = "'date' takes no 'soon'", ["{}"] = "is no variable", ["{a.}"] = "is no variable",
    ["{a|}"] = "is no variable",
} do
  mistake("the text " .. text, steps(("a = { 'say', text = %q, next = 'bye' }"):format(text)), "bad_text",
    "steps.a.text", words)
end
mistake("an address with a brace", steps "a = { 'http', get = 'https://example.com/{', next = 'bye' }", "bad_text",
  "steps.a.get",
  "without its }")
mistake("a body with a brace",
  steps "a = { 'http', post = 'https://a.example', json = { a = { b = '{' } }, next = 'bye' }",
  "bad_text",
  "steps.a.json.a.b", "without its }")

-- The other kinds.
mistake("collect without a length", steps "a = { 'collect', text = 'x', into = 'b', next = 'bye' }", "missing_option",
  "steps.a",
  "say how many digits")
mistake("collect into no name", steps "a = { 'collect', text = 'x', digits = 3, into = 'a b', next = 'bye' }",
  "wrong_type",
  "steps.a.into", "the name of a variable")
mistake("collect with a check that is a number",
  steps "a = { 'collect', text = 'x', digits = 3, into = 'b', check = 7, next = 'bye' }",
  "wrong_type", "steps.a.check", "\"luhn\"")
mistake("http without an address", steps "a = { 'http', next = 'bye' }", "missing_option", "steps.a",
  "give one address")
mistake("http with two addresses",
  steps "a = { 'http', get = 'https://a.example', post = 'https://b.example', next = 'bye' }",
  "missing_option", "steps.a", "give one address")
mistake("http with a time that is a text",
  steps "a = { 'http', get = 'https://a.example', timeout = '3', next = 'bye' }", "wrong_type",
  "steps.a.timeout", "seconds, 0 or more, not \"3\"")
mistake("http with statuses that are a text",
  steps "a = { 'http', get = 'https://a.example', status = 'x', next = 'bye' }",
  "wrong_type", "steps.a.status", "a table of exits")
mistake("a status that is none",
  steps "a = { 'http', get = 'https://a.example', status = { [42] = 'bye' }, next = 'bye' }",
  "wrong_type", "steps.a.status[42]", "from 100 to 599")
mistake("transfer to a number that is a number", steps "a = { 'transfer', target = 14255550123 }", "wrong_type",
  "steps.a.target",
  "a number, an identifier, or a list")
mistake("one of several targets", steps "a = { 'transfer', target = { '+14255550123', '{a' } }", "bad_text",
  "steps.a.target[2]",
  "without its }")
mistake("a target with a brace", steps "a = { 'dial', target = '{a' }", "bad_text", "steps.a.target", "without its }")
mistake("a message that goes nowhere", steps "a = { 'record', text = 'x', next = 'bye' }", "missing_option",
  "steps.a", "what becomes of the message")
mistake("an empty table of queues", steps "a = { 'queue', queue = {} }", "wrong_type", "steps.a.queue", "std.queue")
mistake("a queue of one language that is none", steps("a = { 'queue', queue = { en = 7 } }", languages), "wrong_type",
  "steps.a.queue.en",
  "std.queue gives it, not 7")
mistake("a queue in a language that there is not", steps("a = { 'queue', queue = { fr = 7 } }", languages),
  "unknown_language",
  "steps.a.queue.fr", "no language 'fr'")
mistake("a queue that is none", steps "a = { 'queue', queue = 7 }", "wrong_type", "steps.a.queue",
  "as queue.new { … } of std.queue")
mistake("sources that are a text", steps "a = { 'say', sources = 'x', next = 'bye' }", "wrong_type",
  "steps.a.sources", "a list such as")
mistake("a source that is a text", steps "a = { 'say', sources = { 'x' }, next = 'bye' }", "wrong_type",
  "steps.a.sources[1]", "a table with")
mistake("a source of another kind", steps "a = { 'say', sources = { { txt = 'x' } }, next = 'bye' }", "unknown_option",
  "steps.a.sources[1].txt", "one of text, file and ssml")
mistake("a file for remarks that is a number",
  steps "a = { 'record', text = 'x', post = 'https://a.example', thanks = { file = 7 }, next = 'bye' }", "wrong_type",
  "steps.a.thanks.file", "a text, not 7")
mistake("a branch without tests", steps "a = { 'branch', otherwise = 'bye' }", "missing_option", "steps.a",
  "a branch has tests")
mistake("a branch without otherwise", steps "a = { 'branch', { variable = 'b', is = 1, go = 'bye' } }",
  "missing_option", "steps.a",
  "needs 'otherwise'")
mistake("a test that is a text", steps "a = { 'branch', 'b', otherwise = 'bye' }", "wrong_type", "steps.a[2]",
  "a test, as in")
mistake("a test of nothing", steps "a = { 'branch', { go = 'bye' }, otherwise = 'bye' }", "missing_option",
  "steps.a[2]", "a test has one of")
mistake("a test with nothing to compare with",
  steps "a = { 'branch', { variable = 'b', go = 'bye' }, otherwise = 'bye' }",
  "missing_option", "steps.a[2]", "above, below, is, is_not, is_set, one_of and starts_with")
mistake("a test above a text",
  steps "a = { 'branch', { variable = 'b', above = '3', go = 'bye' }, otherwise = 'bye' }", "wrong_type",
  "steps.a[2].above", "a number")
mistake("a test by a text", steps "a = { 'branch', { when = 'b', go = 'bye' }, otherwise = 'bye' }", "wrong_type",
  "steps.a[2].when", "a function")
mistake("a test of hours that are a table", steps "a = { 'branch', { hours = {}, go = 'bye' }, otherwise = 'bye' }",
  "wrong_type",
  "steps.a[2].hours", "std.hours")
mistake("a test that leads nowhere",
  steps "a = { 'branch', { variable = 'b', is = 1, go = 'x' }, otherwise = 'bye' }", "unknown_step",
  "steps.a[2].go", "no step 'x'")
mistake("set without anything", steps "a = { 'set', next = 'bye' }", "missing_option", "steps.a", "say what is set")
mistake("set with a text", steps "a = { 'set', 'x', next = 'bye' }", "wrong_type", "steps.a[2]", "a table, not \"x\"")
mistake("call without a function", steps "a = { 'call', next = 'bye' }", "wrong_type", "steps.a[2]",
  "a function(call, vars), not nil")
mistake("call with exits that are a text", steps "a = { 'call', function() end, exits = 'bye' }", "wrong_type",
  "steps.a.exits",
  "a table of exits")
mistake("call with names that are a text", steps "a = { 'call', function() end, sets = 'b', next = 'bye' }",
  "wrong_type",
  "steps.a.sets", "a list of names")
mistake("a sub-flow that is no part", steps "a = { 'flow', {}, exits = {} }", "wrong_type", "steps.a[2]",
  "as line.part { … } gives it")
mistake("a part with an exit that is not taken", steps "a = { 'flow', part, exits = {} }", "missing_option", "steps.a",
  "the part can end with 'done', and exits does not say")
mistake("an exit that the part does not have", steps "a = { 'flow', part, exits = { done = 'bye', don = 'bye' } }",
  "unknown_option",
  "steps.a.exits.don", "the part has no exit 'don'; did you mean 'done'?")
mistake("a part in languages that there are not", steps "a = { 'flow', spoken, exits = { done = 'bye' } }",
  "unknown_language",
  "steps.a[2].steps.hello.text.en", "the line has no languages")

local source = { [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
local part = line.part { exits = { "done" }, start = "x", steps = { x = { "set", { a = 1 }, next = "done" } } }
local spoken = line.part { exits = { "done" }, start = "hello", steps = {
  hello = { "say", text = { en = "Hello.", pt = "Olá." }, next = "done" } } }
local charts = {
]] }
for index, case in ipairs(cases) do source[#source + 1] = ("[%d] = %s,\n"):format(index, case.chart) end
source[#source + 1] = [[
named = { exits = { "done" }, start = "done", steps = { done = { "hang_up" } } },
hanging = { exits = { "done" }, start = "a", defaults = { hang_up = "a" }, steps = { a = { "set", { a = 1 },
  next = "done" } } },
several = { start = "a", steps = { a = { "say" }, b = { "sya" } } },
}
on("Launch", function(event)
  for _, finding in ipairs(line.findings(charts[event.params.chart], event.params.made)) do
    log.info(finding.message, {
      rule = finding.rule, path = require("std.flow_words").path(finding.path), severity = finding.severity,
    })
  end
end)
]]
given_flow("finds", table.concat(source))

-- Loading refuses the first mistake, at the line of line.incoming; this flow would not load if it was otherwise.
given_flow("refused", [[
local line = require "std.flow"
local function raises(made, chart, wanted)
  local ok, err = pcall(function()
    line[made](chart)
  end)
  if err ~= "refused/main.lua:4: " .. wanted then error("not " .. wanted .. " but " .. tostring(err), 0) end
end
-- The worlds of calls do not check again, and so need not be told.
if not pcall(os.time) then
  raises("incoming", { start = "a", steps = { a = { "menu", text = "x", keys = { ["1"] = "acount" } },
    account = { "hang_up" } } },
    "steps.a.keys[\"1\"]: there is no step 'acount'; did you mean 'account'?")
  raises("part", { start = "a", exits = { "done" }, steps = {} }, "start: there is no step 'a'")
  raises("launch", { start = "a", steps = { a = { "say" } } }, "steps.a: a say step needs 'next' (and 1 more)")
  raises("launch", "a", "line.launch: a table is needed, as in line.launch { start = \"hello\", steps = { … } }")
  raises("incoming", {},
    "line.incoming: steps are missing, as in steps = { hello = { \"say\", text = \"…\", next = \"…\" } }")
  raises("incoming", { start = "a", to = 7, steps = { a = { "hang_up" } } },
    "line.incoming: 'to' must be an identifier like \"+18005550199\", not 7")
  local found = {}
  for _, finding in ipairs(line.findings()) do found[#found + 1] = finding.place .. " " .. finding.chart .. " "
    .. finding.rule end
  local all = table.concat(found, ", ")
  if all ~= "refused/main.lua:4 incoming unknown_step, refused/main.lua:4 part no_start, "
    .. "refused/main.lua:4 launch missing_option, refused/main.lua:4 launch missing_option, "
    .. "refused/main.lua:4 incoming missing_option" then
    error(all, 0)
  end
end
for form in pairs(require("std.flow_text").forms) do
  if not require("std.text")[form] then error("std.text does not speak in the form " .. form, 0) end
end
on("Launch", function() end)
]])

describe("std.flow finds", function()
  for index, case in ipairs(cases) do
    it(case.about, function()
      local session = launch("finds", { chart = index })
      expect(session):logged(case.words, { rule = case.rule, path = case.path, severity = "error" })
    end)
  end

  it("a step of a part that has the name of an exit", function()
    local session = launch("finds", { chart = "named", made = "part" })
    expect(session):logged("is an exit of the part, too", { rule = "name_taken", path = "steps.done" })
  end)

  it("a part that says what follows when the caller hangs up", function()
    local session = launch("finds", { chart = "hanging", made = "part" })
    expect(session):logged("only the line itself says", { rule = "unknown_option", path = "defaults.hang_up" })
  end)

  it("all mistakes of a chart", function()
    local session = launch("finds", { chart = "several" })
    expect(session):logged("needs 'next'", { path = "steps.a", rule = "missing_option" })
    expect(session):logged("there is no kind", { path = "steps.b", rule = "unknown_kind" })
  end)
end)

describe("std.flow", function()
  it("refuses to load a chart with a mistake, at the line of the flow", function()
    local session = launch "refused"
    expect(session):is_over { way = "finished" }
  end)
end)
