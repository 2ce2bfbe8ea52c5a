-- What variables hold, how it is said, and what is compared, without a call. The launch says which chart begins.
given_flow("values", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

--- A chart of the steps after `begin`, which goes to the first of them where it is wanted.
local function chart(name, steps)
  steps.begin = { "branch", { variable = "chart", is = name, go = "first" }, otherwise = "over" }
  steps.tell = { "call", function(_, vars) log.info("told", { said = vars.said, reason = vars.reason }) end,
    next = "over" }
  steps.over = { "hang_up" }
  line.launch { name = name, start = "begin", steps = steps }
end

for form, name in pairs { number = "counts_it", time = "tells_time", list = "lists", date = "dates" } do
  chart(name, {
    first = { "http", get = "https://a.example/", query = { said = "{value|" .. form .. "}" }, next = "tell",
      failed = "tell" },
  })
end
chart("sends", {
  first = { "http", post = "https://a.example/", json = { value = "{value}", text = "it is {value}" }, next = "tell",
    failed = "tell" },
})
chart("compares", {
  first = { "branch",
    { variable = "value", is = "x", go = "over" }, { variable = "value", starts_with = "x", go = "over" },
    { variable = "value", one_of = {}, go = "over" }, otherwise = "tell" },
})
chart("counts", {
  first = { "set", add = { said = 2 }, next = "tell" },
})
chart("calls", {
  first = { "call", function() return "done" end, next = "over" },
})
]])

describe("std.flow", function()
  local session
  local function begins(chart, value) session = launch("values", { chart = chart, value = value }) end
  local function tells(fields) expect(session):logged("told", fields) end

  before_each(function() http_answers { url = "https://a.example/", reply = {} } end)

  for value, said in pairs {
    ["2026-03-10T14"] = "two PM", ["2026-03-10T09:05:00Z"] = "nine oh five AM", ["0"] = "midnight",
  } do
    it("says the time of " .. value, function()
      begins("tells_time", value)
      expect(session):sent("http", { query = { said = said } })
    end)
  end

  it("says a list", function()
    begins("lists", { "a", "b" })
    expect(session):sent("http", { query = { said = "a and b" } })
  end)

  describe("takes the exit for failures where a value cannot be said:", function()
    for chart, value in pairs { tells_time = "soon", dates = "tomorrow", lists = "a", counts_it = { 1 } } do
      it(chart, function()
        begins(chart, value)
        expect(session):logged("a variable cannot be said", { chart = chart, step = "first", variable = "value" })
        expect(session):logged("exit", { chart = chart, step = "first", exit = "failed" })
        expect(session):is_over { way = "finished" }
        expect(session):did_not_send "http"
      end)
    end
  end)

  it("puts true and false where a text is one variable, and their names in others", function()
    begins("sends", true)
    expect(session):sent("http", { json = { value = true, text = "it is true" } })
  end)

  it("has no words for a table", function()
    begins("sends", { 1 })
    expect(session):logged("a variable has no value", { chart = "sends", variable = "value" })
    tells { reason = "no_value" }
  end)

  it("compares a variable that nothing has set", function()
    begins "compares"
    expect(session):logged("exit", { chart = "compares", step = "first", exit = "otherwise" })
    tells {}
  end)

  it("counts from nothing", function()
    begins "counts"
    tells { said = "2" }
  end)

  it("begins by a launch without parameters", function()
    session = launch "values"
    expect(session):logged("exit", { chart = "counts", step = "begin", exit = "otherwise" })
    expect(session):is_over { way = "finished" }
  end)

  it("refuses a word where a function has no exits", { allows_errors = true }, function()
    begins "calls"
    expect(session):is_over { way = "failed" }
    expect(session.report):contains "steps.first: its function gave \"done\", which is no exit; exits are failed, next"
  end)
end)

-- Nobody takes the call.
given_flow("unreached", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
local steps = {
  hello = { "say", text = "{day|date}", next = "over" },
  note = { "call", function(_, vars) log.info("unreached", { reason = vars.reason }) end, next = "over" },
  over = { "hang_up" },
}
local function chart(name, unreached)
  line.launch { name = name, target = "{" .. name .. "}", caller_id = "+18005550176", locale = "pt-BR",
    start = "hello", unreached = unreached, steps = steps }
end
chart("by_name", "note")
chart("by_table", { go = "note" })
]])

describe("std.flow", function()
  it("speaks the language of a launch", function()
    phone "+14255550142":busy()
    local desk = phone "+14255550141"
    launch("unreached", { by_name = "+14255550141", by_table = "+14255550142", day = "2026-11-27" })
    desk:hears "vinte e sete de novembro de dois mil e vinte e seis"
  end)

  for _, chart in ipairs { "by_name", "by_table" } do
    it("goes on where nobody was reached: " .. chart, function()
      phone "+14255550141":busy()
      phone "+14255550142":busy()
      local session = launch("unreached", { by_name = "+14255550141", by_table = "+14255550142", day = "2026-11-27" })
      expect(session):logged("step", { chart = chart, step = "note" })
      expect(session):logged("unreached", { reason = "busy" })
      expect(session):is_over { way = "finished" }
    end)
  end
end)
