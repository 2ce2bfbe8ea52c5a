-- Hours with this plan, at the place where a flow has them; then asked about a time.
given_flow("plans", [[
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("Launch", function(event)
  local office = hours.new(event.params.plan)
  office[event.params.ask or "is_open"](office, event.params.time == "nan" and 0 / 0 or event.params.time)
end)
]])

describe("std.hours tells a flow what is wrong with", { allows_errors = true }, function()
  local function is_refused(params, words, line)
    local session = launch("plans", params)
    expect(session):is_over { way = "failed", within = 1 }
    expect(session.report):contains(words)
    expect(session.report):contains("plans/main.lua:" .. (line or 6))
  end

  for given, words in pairs {
    ["25:00-26:00"] = "hours.new: monday: there is no time '25:00'; times go from 0:00 to 24:00",
    ["9:00-25:00"] = "there is no time '25:00'",
    ["24:00-2:00"] = "there is no time '24:00'",
    ["9:60-10:00"] = "there is no time '9:60'",
    ["9:00"] = "'9:00' is no span; spans are such as \"9:00-17:00\", with commas between, or \"closed\"",
    ["9am-5pm"] = "'9am-5pm' is no span",
    ["9:00-12:00,"] = "'' is no span",
    [""] = "'' is no span",
    ["9:00-9:00"] = "'9:00-9:00' is empty; the whole day is \"0:00-24:00\"",
    ["13:00-17:00, 9:00-13:30"] = "hours.new: monday: the spans from 9:00 and from 13:00 overlap",
    ["22:00-2:00, 23:00-1:00"] = "the spans from 22:00 and from 23:00 overlap",
  } do
    it("the hours '" .. given .. "'", function() is_refused({ plan = { zone = "UTC", monday = given } }, words) end)
  end

  it("hours that are no text", function()
    is_refused({ plan = { zone = "UTC", monday = 9 } }, "hours.new: monday must be a text or a list of texts, not 9")
    is_refused({ plan = { zone = "UTC", exceptions = { ["12-24"] = { 9 } } } },
      "exceptions[\"12-24\"]: hours are texts, such as")
    is_refused({ plan = { zone = "UTC", exceptions = { ["12-24"] = {} } } }, "exceptions[\"12-24\"]: '' is no span")
    is_refused({ plan = { zone = "UTC", exceptions = { ["12-24"] = false } } },
      "exceptions[\"12-24\"]: hours are a text, such as \"9:00-17:00\" or \"closed\", not false")
  end)
  it("a night that runs into the next day's hours", function()
    is_refused({ plan = { zone = "UTC", friday = "22:00-2:00", weekends = "1:00-5:00" } },
      "the span of friday until 2:00 overlaps that of saturday from 1:00")
    is_refused({ plan = { zone = "UTC", saturday = "22:00-2:00", sunday = "0:00-5:00" } },
      "the span of saturday until 2:00 overlaps that of sunday from 0:00")
  end)
  it("a day that there is not", function()
    is_refused({ plan = { zone = "UTC", mondays = "9-17" } }, "unknown option 'mondays'; did you mean 'monday'?")
  end)
  it("a zone that there is not", function()
    is_refused({ plan = { zone = "America/New_Yrok" } }, "hours.new: there is no time zone 'America/New_Yrok'; did you")
    is_refused({ plan = { monday = "9-17" } }, "hours.new: the zone is missing")
  end)
  it("no plan", function() is_refused({}, "hours.new: options are a table with names") end)
  it("a holiday that is no day", function()
    is_refused({ plan = { zone = "UTC", holidays = { "12-25", "12-32" } } },
      "holidays[2]: '12-32': there is no such day")
    is_refused({ plan = { zone = "UTC", holidays = { { name = "Christmas Day" } } } }, "holidays[1]: a day is a text")
  end)
  it("a holiday with an unknown option", function()
    is_refused({ plan = { zone = "UTC", holidays = { { day = "12-25", nmae = "Christmas Day" } } } },
      "holidays[1]: unknown option 'nmae'; did you mean 'name'?")
  end)
  it("holidays that are no list", function()
    is_refused({ plan = { zone = "UTC", holidays = { ["12-24"] = "9-12" } } }, "holidays are a list")
  end)
  it("an exception that is no day", function()
    is_refused({ plan = { zone = "UTC", exceptions = { ["christmas"] = "9-12" } } },
      "exceptions[\"christmas\"]: 'christmas'")
    is_refused({ plan = { zone = "UTC", exceptions = { "9-12" } } }, "exceptions[1]: a day is a text")
  end)

  for _, ask in ipairs { "is_open", "closes_at", "next_opening", "first_open" } do
    it("a time that is none, for " .. ask, function()
      is_refused({ plan = { zone = "UTC" }, ask = ask, time = "noon" },
        ask .. ": a time is seconds since 1970, not noon", 7)
      is_refused({ plan = { zone = "UTC" }, ask = ask, time = "nan" }, ask .. ": a time is seconds since 1970, not ", 7)
    end)
  end
end)
