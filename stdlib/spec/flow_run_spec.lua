-- A line that reaches each kind of step from one menu.
given_flow("steps", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550170" }

local ask = line.part { name = "ask", exits = { "sure", "unsure" }, start = "question", steps = {
  question = { "menu", text = "Are you sure, {name}?", keys = { "sure", { go = "unsure",
    set = { doubt = "some {name}" } }, "sorry", "again", "broken" },
    retries = 0 },
  sorry = { "hang_up", text = "Never mind." },
  again = { "flow", line.part { exits = { "back" }, start = "x", steps = { x = { "set", { name = "you" },
    next = "back" } } },
    exits = { back = "question" } },
  broken = { "http", get = "https://a.example/{nothing}", next = "sure" },
} }

line.incoming {
  to = "+18005550170", start = "main", locale = "pt-BR",
  defaults = { silence = "quiet", error = "wrong", unheard = "Hello?", wrong = "Not that.", retries = 1 },
  steps = {
    main = { "menu", text = "Main.", timeout = 3,
      keys = { "speak", "entry", "server", "sums", "ask", "lua", "loop", ["8"] = "times", ["9"] = "gone",
        ["0"] = "values" } },
    speak = { "say", sources = { { file = "https://a.example/gong.wav" }, { text = "Spoken." },
      { ssml = "<speak>x</speak>" } }, next = "list" },
    list = { "say", text = { "One.", "Two {{and}} a half." }, next = "main" },
    entry = { "collect", text = "Number.", into = "number", min = 2, max = 4, stop = "#", retries = 1, timeout = 3,
      inter_tone_timeout = 1,
      check = function(digits) return digits ~= "13", "unlucky" end, confirm = "You entered {digits}, press 1.",
      unheard = "Nothing?", wrong = { text = "Wrong." }, next = "read", invalid = "why", no_input = "none" },
    read = { "say", text = "It is {number}, {number|digits}.", next = "main" },
    why = { "say", text = "Because {reason}.", next = "main" },
    none = { "say", text = "None.", next = "main" },
    server = { "http", post = "https://a.example/{number}/{caller}", json = { n = "{number}", list = { "{called}",
      7 } },
      query = { q = "{number}" }, headers = { ["X-Q"] = "{number}" }, bearer = "CRM", timeout = 3,
        idempotency_key = "{caller}", into = "answer",
        next = "told",
      status = { [404] = "none", ["409"] = { go = "told", set = { answer = { sum = 7.0, name = "set" } } } },
        failed = "why" },
    told = { "say", text = "{answer.name}: {answer.sum}, {answer.sum|money USD}, "
      .. "{answer.list.2|date} {answer.at|time} {answer.at|date} "
      .. "{answer.clock|time} {answer.many|number} {answer.at|digits}.",
      next = "main" },
    sums = { "set", { first = "{caller}", second = 1.5 }, add = { second = 2.5, third = 1 }, next = "test" },
    test = { "branch",
      { variable = "third", above = 3, go = "none" }, { variable = "third", below = 2, go = "sums" },
      { variable = "second", is = "x", go = "none" }, { variable = "second.x", is_set = true, go = "none" },
      { variable = "first", starts_with = "+55", go = "none" }, { variable = "missing", above = 1, go = "none" },
      { variable = "third", one_of = { 7, 8 }, go = "none" }, { variable = "third", is_not = 2, go = "none" },
      { hours = function(time) return time < 0 end, go = "none" },
        { hours = { is_open = function() return false end }, go = "none" },
      { when = function(vars, call) return vars.third ~= 2 or call.from ~= vars.caller end, go = "none" },
      { variable = "third", one_of = { "2" }, go = "counted" }, otherwise = "none" },
    counted = { "say", text = "{second} {third} {fourth}", next = "main", failed = "partly" },
    partly = { "say", text = "{second} and {third}, {reason}.", next = "main" },
    ask = { "flow", ask, set = { name = "{called}" }, exits = { sure = "sure", unsure = "unsure" }, failed = "why",
      silence = "none" },
    sure = { "say", text = "Sure.", next = "main" },
    unsure = { "say", text = "Unsure: {doubt}.", next = "main" },
    lua = { "call", function(call, vars)
      local heard = assert(call:recognize { text = "Word?", dtmf = { max = 1 } })
      vars.reason = "of Lua"
      return ({ ["1"] = "special", ["2"] = "failed", ["4"] = "specail", ["5"] = 7 })[heard.tones]
    end, exits = { special = { go = "sure" } }, next = "main" },
    loop = { "set", { a = 1 }, next = "loop_back" },
    loop_back = { "branch", { variable = "a", is = 1, go = "loop" }, otherwise = "main" },
    times = { "call", function(call, vars)
      sleep(1)
      vars.times = (vars.times or 0) + 1
      return vars.times < 150 and "more" or nil
    end, exits = { more = "times" }, next = "sure" },
    gone = { "hang_up" },
    values = { "say", text = "{table}", next = "main" },
    quiet = { "hang_up", text = "Quiet." },
    wrong = { "hang_up", text = "Failed: {reason}." },
  },
}

-- Nothing takes silence and errors here.
line.incoming {
  to = "+18005550171", start = "main",
  steps = {
    main = { "menu", text = "Main.", keys = { "nowhere", "closed" }, retries = 0 },
    nowhere = { "http", get = "https://a.example/", next = "main" },
    closed = { "call", function() error "of Lua" end, next = "main" },
  },
}
]])

describe("std.flow", function()
  local caller, call
  before_each(function() caller = phone "+14255550100" end)

  local function calls(keys, to)
    call = caller:dial(to or "+18005550170")
    for key in keys:gmatch "." do
      caller:hears "Main."
      caller:presses(key)
    end
  end

  local function comes_back() caller:hears "Main." end

  describe("goes from step to step", function()
    it("and logs each", function()
      calls "1"
      caller:hears "Spoken."
      caller:hears "One. Two {and} a half."
      comes_back()
      expect(call):logged("step", { chart = "+18005550170", step = "main", kind = "menu" })
      expect(call):logged("exit", { chart = "+18005550170", step = "main", exit = "1", to = "speak" })
      expect(call):logged("exit", { step = "list", exit = "next", to = "main" })
    end)

    it("to the default for silence", function()
      calls ""
      caller:stays_silent()
      caller:hears "Hello?"
      caller:stays_silent()
      caller:hears "Quiet."
      expect(call):has_ended { how = "application_hung_up" }
      expect(call):logged("exit", { step = "quiet", exit = "end" })
    end)

    it("to the default for a key that nothing is bound to", function()
      calls "#"
      caller:hears "Not that."
      caller:presses "*"
      caller:hears "Quiet."
    end)

    it("to an end without words", function()
      calls "9"
      expect(call):has_ended { how = "application_hung_up" }
      expect(call.session):is_over { way = "finished" }
    end)

    it("to the default for errors where a variable is missing", function()
      calls "0"
      caller:hears "Failed: no_value."
      expect(call):logged("a variable has no value", { step = "values", variable = "table" })
    end)

    it("by nothing when the caller hangs up", function()
      calls "1"
      caller:hears "Spoken."
      caller:hangs_up()
      expect(call.session):is_over { way = "finished", within = 5 }
      expect(call):did_not_log("exit", { exit = "hang_up" })
    end)

    it("by nothing when the caller hangs up in the middle of a menu", function()
      calls ""
      caller:hears "Main."
      caller:hangs_up()
      expect(call.session):is_over { way = "finished", within = 5 }
      expect(call):did_not_log "exit"
    end)
  end)

  describe("collects", function()
    it("digits, and reads them back", function()
      calls "2"
      caller:presses "42#"
      caller:hears "You entered 4, 2, press 1."
      caller:presses "1"
      caller:hears "It is 42, "
      comes_back()
    end)

    it("nothing of a caller who is silent", function()
      calls "2"
      caller:stays_silent()
      caller:hears "Nothing?"
      caller:stays_silent()
      caller:hears "None."
    end)

    it("nothing that the check does not like, and tells its word", function()
      calls "2"
      caller:presses "13#"
      caller:hears "Wrong."
      caller:hears "Number."
      caller:presses "13#"
      caller:hears "Because unlucky."
    end)

    it("nothing that is too short", function()
      calls "2"
      for _ = 1, 2 do
        caller:hears "Number."
        caller:presses "1#"
      end
      caller:hears "Because too_short."
    end)
  end)

  describe("asks a server", function()
    local function enters()
      calls "2"
      caller:presses "42#"
      caller:presses "1"
      caller:hears "It is 42"
      caller:presses "3"
    end

    it("with variables in address, body, query and headers, and speaks of the answer", function()
      http_answers { method = "POST", url = pattern "^https://a.example/42/%%2B14255550100",
        reply = { json = { name = "Ada", sum = 12.5, list = { 1, "2026-03-10" }, at = "2026-03-11T09:30:00Z",
          clock = "8:05", many = "12" } } }
      enters()
      caller:hears "Ada: 12.5, "
      expect(call):sent("http", { json = { n = "42", list = { "+18005550170", 7 } }, query = { q = "42" },
        headers = { ["X-Q"] = "42" } })
      comes_back()
    end)

    it("and goes by the status", function()
      http_answers { url = pattern "^https://a.example/", reply = { status = 404 } }
      enters()
      caller:hears "None."
      expect(call):logged("exit", { step = "server", exit = "404", to = "none" })
    end)

    it("and goes on where no exit takes a status", function()
      http_answers { url = pattern "^https://a.example/", reply = { status = 500 } }
      enters()
      caller:hears "Because status_500."
    end)

    it("and sets variables on the way", function()
      http_answers { url = pattern "^https://a.example/", reply = { status = 409 } }
      enters()
      -- What this text needs besides is not there.
      caller:hears "Failed: no_value."
    end)

    it("that does not answer", function()
      http_answers { url = pattern "^https://a.example/", fault = "refused" }
      enters()
      caller:hears "Because unreachable."
      expect(call):logged("no answer", { step = "server", reason = "unreachable" })
    end)

    it("not at all when a variable is missing", function()
      calls "3"
      caller:hears "Because no_value."
      expect(call):did_not_send "http"
    end)
  end)

  it("computes and compares", function()
    calls "4"
    caller:hears "4 and 2, no_value."
    comes_back()
  end)

  describe("goes through a part", function()
    it("that leads out by one exit", function()
      calls "5"
      caller:hears "Are you sure, +18005550170?"
      caller:presses "1"
      caller:hears "Sure."
      expect(call):logged("exit", { chart = "ask", step = "question", exit = "1", to = "sure" })
      expect(call):logged("exit", { chart = "+18005550170", step = "ask", exit = "sure", to = "sure" })
    end)

    it("that leads out by another, with a variable", function()
      calls "5"
      caller:presses "2"
      caller:hears "Unsure: some +18005550170."
    end)

    it("that ends the call", function()
      calls "5"
      caller:presses "3"
      caller:hears "Never mind."
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("that goes through another", function()
      calls "5"
      caller:presses "4"
      caller:hears "Are you sure, you?"
    end)

    it("whose silence the line takes", function()
      calls "5"
      caller:stays_silent()
      caller:hears "None."
      expect(call):logged("exit", { step = "ask", exit = "silence", to = "none" })
    end)

    it("whose failures the line takes", function()
      calls "5"
      caller:presses "5"
      caller:hears "Because no_value."
      expect(call):logged("exit", { step = "ask", exit = "failed", to = "why" })
    end)
  end)

  describe("calls a function", function()
    it("that gives a word", function()
      calls "6"
      caller:presses "1"
      caller:hears "Sure."
    end)

    it("that fails", function()
      calls "6"
      caller:presses "2"
      caller:hears "Failed: failed."
    end)

    it("that gives nothing", function()
      calls "6"
      caller:presses "3"
      comes_back()
    end)

    for key, words in pairs {
      ["4"] = "steps.lua: its function gave \"specail\", which is no exit; did you mean 'special'?",
      ["5"] = "steps.lua: its function gave 7, which is no exit; exits are failed, next, special",
    } do
      it("that gives no exit: " .. key, { allows_errors = true }, function()
        calls "6"
        caller:presses(key)
        expect(call.session):is_over { way = "failed" }
        expect(call.session.report):contains(words)
      end)
    end

    it("that raises, and names its line", { allows_errors = true }, function()
      calls("2", "+18005550171")
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains "steps/main.lua:84: of Lua"
    end)

    it("that waits, as often as it likes", function()
      calls "8"
      caller:hears("Sure.", { within = 200 })
    end)
  end)

  it("stops a loop without a wait, and names its steps", { allows_errors = true }, function()
    calls "7"
    expect(call.session):is_over { way = "failed" }
    expect(call.session.report):contains "100 steps without a wait"
    expect(call.session.report):contains "loop, loop_back, loop"
  end)

  describe("where nothing else is said", function()
    it("hangs up when the caller says nothing", function()
      calls("", "+18005550171")
      caller:stays_silent()
      expect(call):has_ended { how = "application_hung_up" }
      expect(call.session):is_over { way = "finished" }
    end)

    it("fails when a step does", { allows_errors = true }, function()
      http_answers { url = "https://a.example/", fault = "refused" }
      calls("1", "+18005550171")
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains "steps.nowhere: unreachable, and neither the step nor defaults.error says"
    end)
  end)
end)
