-- Charts without mistakes about which something can be proved; each names all that is found in it.
given_flow("proves", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
local languages = { en = { locale = "en-US", voice = "v" }, pt = { locale = "pt-BR", voice = "w" },
  es = { locale = "es-MX", voice = "x" } }
local bye = { "hang_up" }
local both = { silence = "bye", error = "bye" }
local function chart(steps, more)
  local made = { start = "a", steps = steps, defaults = both }
  for name, value in pairs(more or {}) do made[name] = value end
  steps.bye = steps.bye or bye
  return made
end
local function spoken(text, more)
  return chart({ a = { "say", text = text, next = "bye" } }, more or { language = "en", languages = languages })
end
local inner = line.part { exits = { "done" }, start = "x", steps = { x = { "say", text = "{name}", next = "done" } } }
local ends = line.part { exits = { "done" }, start = "x", steps = {
  x = { "menu", text = "x", keys = { "y", "done" } }, y = { "hang_up" } } }
local quiet = line.part { exits = { "done" }, start = "x", steps = { x = { "set", { q = 1 }, next = "done" } } }
local asks = line.part { exits = { "done" }, start = "x", steps = {
  x = { "call", function() end, next = "y" }, y = { "flow", quiet, exits = { done = "done" } } } }
local over = line.part { exits = {}, start = "x", steps = { x = { "hang_up" } } }

local charts = {
  good = chart { a = { "menu", text = "x", keys = { "bye" } } },
  unreachable = chart { a = { "say", text = "x", next = "bye" }, b = { "say", text = "x", next = "a" } },
  stuck = chart({ a = { "say", text = "x", next = "b" }, b = { "http", get = "https://a.example", next = "a",
    failed = "a" } },
    { defaults = { error = "b" } }),
  stuck_alone = chart({ a = { "http", get = "https://a.example", next = "a" } }, { defaults = { error = "a" } }),
  out_by_part = chart({ a = { "flow", ends, exits = { done = "a" } } }),
  not_out_by_part = chart({ a = { "flow", quiet, exits = { done = "a" } } }, { defaults = { error = "a",
    silence = "a" } }),
  out_by_transfer = chart({ a = { "transfer", target = "+14255550123" } }, { defaults = { error = "a" } }),
  silent = chart { a = { "menu", text = "x", keys = { "bye" }, no_input = "b" }, b = { "say", text = "x",
    next = "a" } },
  failing = chart { a = { "http", get = "https://a.example", next = "bye", failed = "b" }, b = { "say", text = "x",
    next = "a" } },
  waiting = chart { a = { "menu", text = "x", keys = { "bye" }, no_input = "b" },
    b = { "queue", queue = { wait = function() end, talk = function() end }, next = "bye", failed = "a" } },
  by_people = chart { a = { "menu", text = "x", keys = { "b", "a" }, no_match = "a" },
    b = { "collect", text = "x", into = "n", digits = 3, next = "a", invalid = "a" } },
  silent_counted = chart { a = { "menu", text = "x", keys = { "bye" }, no_input = "b" }, b = { "set",
    add = { tries = 1 }, next = "c" },
    c = { "branch", { variable = "tries", above = 2, go = "bye" }, otherwise = "a" } },
  no_silence = chart({ a = { "menu", text = "x", keys = { "bye" } } }, { defaults = { error = "bye" } }),
  no_error = chart({ a = { "say", text = "x", next = "bye" } }, { defaults = {} }),
  own_exits = chart({ a = { "menu", text = "x", keys = { "bye" }, no_input = "bye", no_match = "bye",
    failed = "bye" } }, { defaults = {} }),
  after = chart({ a = { "menu", text = "x", keys = { "bye" } }, b = { "http", get = "https://a.example", next = "c" },
    c = { "say", text = "x", next = "bye" } }, { defaults = { silence = "bye", error = "bye", hang_up = "b" } }),
  unreached = { start = "a", target = "{to}", unreached = { go = "b" }, defaults = both, params = { "to" }, steps = {
    a = { "say", text = "x", next = "bye" }, b = { "say", text = "x", next = "bye" }, bye = bye } },
  no_call = { start = "a", steps = { a = { "say", text = "{to}", next = "bye", failed = "bye" }, bye = bye } },
  everywhere = spoken { en = "Hello.", es = "Hola.", pt = "Olá." },
  one_language = spoken("Hello.", { language = "en", languages = { en = languages.en } }),
  nowhere = spoken "Hello.",
  a_variable = spoken("{caller}"),
  no_letters = spoken("1 2 3"),
  lacks = spoken { en = "Hello.", pt = "Olá." },
  menu_of_languages = spoken { { en = "For English." }, { pt = "Para português." }, "1 2 3" },
  lacks_in_list = spoken { { en = "Hello.", pt = "Olá." }, { en = "Bye.", es = "Adiós.", pt = "Tchau." } },
  files = chart({ a = { "say", file = "https://example.com/gong.wav", next = "b" },
    b = { "say", sources = { { file = "https://example.com/gong.wav" }, { text = "Hello." } }, next = "bye" } },
    { language = "en", languages = languages }),
  sounds = chart({ a = { "menu", text = { en = "x", es = "x", pt = "x" }, keys = { "bye" },
    wrong = { ssml = "<speak/>" }, unheard = { file = "https://example.com/gong.wav" } } },
    { language = "en", languages = languages }),
  sources = chart({ a = { "menu", text = { en = "x", es = "x", pt = "x" }, keys = { "bye" },
    wrong = { sources = { { file = "https://example.com/gong.wav" } } } } },
    { language = "en", languages = languages }),
  remarks = chart({ a = { "menu", text = { en = "x", es = "x", pt = "x" }, keys = { "bye" },
    wrong = { text = "No." } } },
    { language = "en", languages = languages, defaults = { silence = "bye", error = "bye", unheard = "What?" } }),
  in_a_part = chart({ a = { "flow", ends, exits = { done = "bye" } } }, { language = "en", languages = languages }),
  unset = chart { a = { "say", text = "{nam}", next = "b" }, b = { "collect", text = "x", digits = 3, into = "name",
    next = "bye" } },
  unset_in_test = chart { a = { "branch", { variable = "b.c", is = 1, go = "bye" }, otherwise = "bye" } },
  unset_in_part = chart { a = { "flow", inner, exits = { done = "bye" } } },
  set_for_part = chart { a = { "flow", inner, set = { name = "x" }, exits = { done = "bye" } } },
  set_on_the_way = chart { a = { "menu", text = "x", keys = { { go = "b", set = { name = 1 } } } }, b = { "say",
    text = "{name} {q}", next = "c" },
    c = { "flow", quiet, exits = { done = { go = "d", set = { r = 1 } } } }, d = { "say", text = "{r}{u}",
      next = "bye" } },
  set_by_default = chart({ a = { "say", text = "{u}{w}", next = "b" }, b = { "set", { w = 1 }, next = "bye" } },
    { defaults = { error = { go = "bye", set = { u = 1 } } } }),
  set_by_function = chart { a = { "call", function() end, next = "b" }, b = { "say", text = "{name}", next = "bye" } },
  not_set_by_function = chart { a = { "call", function() end, sets = { "nome" }, next = "b" }, b = { "say",
    text = "{name}", next = "bye" } },
  set_by_a_function_of_a_part = chart { a = { "flow", asks, exits = { done = { go = "b", set = {} } } }, b = { "say",
    text = "{name}", next = "c" }, c = { "flow", over } },
  set_by_nothing = chart { a = { "call", function() end, sets = {}, exits = {}, next = "b" }, b = { "say",
    text = "{name}", next = "bye" } },
  masked = chart { a = { "collect", text = "x", digits = 4, mask = true, into = "pin", next = "b" },
    b = { "http", post = "https://a.example", json = { pin = "{pin}" }, next = "c" }, c = { "say",
      text = "{pin|digits}", next = "bye" } },
  a_part = inner,
  an_exit_of_nobody = line.part { exits = { "done", "lost" }, start = "x", steps = {
    x = { "menu", text = "x", keys = { "done", "y" }, no_input = "done", no_match = "done", failed = "done" },
    y = { "set", { a = 1 }, next = "done" } } },
}
on("Launch", function(event)
  local words = require "std.flow_words"
  local found = line.findings(charts[event.params.chart], event.params.made)
  for _, finding in ipairs(found) do
    log.info(finding.rule, { path = words.path(finding.path), message = finding.message, severity = finding.severity })
  end
  log.info("found", { count = #found })
end)
]])

describe("std.flow proves", function()
  --- All findings of a chart, each rule, path and words.
  local function finds(chart, expected, made)
    local session = launch("proves", { chart = chart, made = made })
    for _, one in ipairs(expected) do expect(session):logged(one[1], { path = one[2], message = one[3],
      severity = "warning" }) end
    expect(session):logged("found", { count = tostring(#expected) })
  end

  for _, case in ipairs {
    { "nothing where nothing is wrong", "good", {} },
    { "that a step cannot be reached", "unreachable", { { "unreachable_step", "steps.b", "no exit leads to 'b'" } } },
    { "that there is no way out of two steps", "stuck",
      { { "unreachable_step", "steps.bye" }, { "no_way_out", "steps.a",
        "there is no way from here to an end: a, b lead nowhere else" },
        { "silent_loop", "steps.a" } } },
    { "that there is no way out of a step", "stuck_alone",
      { { "unreachable_step", "steps.bye" }, { "no_way_out", "steps.a",
        "there is no way from here to an end: a leads nowhere else" }, { "silent_loop", "steps.a" } } },
    { "that there is no way out through a part", "not_out_by_part", { { "unreachable_step", "steps.bye" },
      { "no_way_out", "steps.a" } } },
    { "nothing of a way out in a part", "out_by_part", {} },
    { "nothing of a way out by a transfer", "out_by_transfer", { { "unreachable_step", "steps.bye" }, { "silent_loop",
      "steps.a" } } },
    { "that silence goes round for ever", "silent", { { "silent_loop", "steps.a",
      "this goes round for ever while nobody does anything, or the steps fail: a → b → a" } } },
    { "that failures go round for ever", "failing", { { "silent_loop", "steps.a" } } },
    { "that a caller nobody takes goes round for ever", "waiting", { { "silent_loop", "steps.a" } } },
    { "nothing of loops that callers or others leave", "by_people", {} },
    { "nothing of silence that is counted", "silent_counted", {} },
    { "that nobody takes silence", "no_silence",
      { { "no_default", "steps.a", "neither the step nor defaults.silence says where to go "
        .. "after no_input and no_match; the line hangs up then" } } },
    { "that nobody takes an error", "no_error",
      { { "no_default", "steps.a", "neither the step nor defaults.error says where to go "
        .. "when it fails; the session fails then" } } },
    { "nothing of outcomes that the step takes", "own_exits", {} },
    { "that a step after the call needs one", "after",
      { { "needs_call", "steps.c", "'c' needs a call, and there is none on the way from 'b'" } } },
    { "that a step for those who were not reached needs a call", "unreached", { { "needs_call", "steps.b" } },
      "launch" },
    { "that a step of a launch without a call needs one", "no_call", { { "needs_call", "steps.a" } }, "launch" },
    { "nothing of a text in every language", "everywhere", {} },
    { "nothing of languages where there is one", "one_language", {} },
    { "that words are the same in every language", "nowhere",
      { { "missing_locale", "steps.a.text",
        "the same words in every language; write them as { en = \"…\", es = \"…\", pt = \"…\" }" } } },
    { "nothing of a text that is a variable", "a_variable", {} },
    { "nothing of what has no letters", "no_letters", {} },
    { "nothing of remarks that are sounds", "sounds", {} },
    { "nothing of remarks whose sources are sounds", "sources", {} },
    { "that a language is missing", "lacks", { { "missing_locale", "steps.a.text", "there are no words in es" } } },
    { "nothing of a menu of languages", "menu_of_languages", {} },
    { "that a language is missing in a list", "lacks_in_list", { { "missing_locale", "steps.a.text[1]",
      "there are no words in es" } } },
    { "nothing of files, but of texts beside them", "files", { { "missing_locale", "steps.b.sources[2].text" } } },
    { "that remarks lack languages", "remarks", { { "missing_locale", "steps.a.wrong.text" }, { "missing_locale",
      "defaults.unheard" } } },
    { "that a part lacks languages", "in_a_part", { { "missing_locale", "steps.a[2].steps.x.text" } } },
    { "that no step sets a variable", "unset", { { "unset_variable", "steps.a.text",
      "no step sets 'nam'; did you mean 'name'?" } } },
    { "that no step sets what is compared", "unset_in_test", { { "unset_variable", "steps.a[2]" } } },
    { "that no step sets what a part says", "unset_in_part", { { "unset_variable", "steps.a[2].steps.x.text" } } },
    { "nothing of what is set for a part", "set_for_part", {} },
    { "nothing of what exits and parts set, but of the rest", "set_on_the_way", { { "unset_variable",
      "steps.d.text" } } },
    { "nothing of what a default sets", "set_by_default", {} },
    { "nothing of variables that a function may set", "set_by_function", {} },
    { "nothing of variables that a function of a part may set", "set_by_a_function_of_a_part",
      {} },
    { "that nothing sets a variable", "set_by_nothing", { { "unset_variable", "steps.b.text" } } },
    { "that a function does not set a variable", "not_set_by_function", { { "unset_variable", "steps.b.text" } } },
    { "that what is masked is read out", "masked",
      { { "masked_spoken", "steps.c.text", "'pin' is masked where it is entered, and read out here" } } },
    { "nothing of the variables of a part alone", "a_part", {} },
    { "that no step leads to an exit of a part", "an_exit_of_nobody",
      { { "unreachable_step", "exits[2]", "no step leads to the exit 'lost'" } } },
  } do
    it(case[1], function() finds(case[2], case[3], case[4]) end)
  end
end)
