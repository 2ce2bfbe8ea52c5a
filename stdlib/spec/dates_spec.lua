-- Logs the days of a rule in some years; and the minutes of a clock time.
given_flow("days", [[
local dates = require "std.dates"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("Launch", function(event)
  local params = event.params
  if params.clock then return log.info("minutes: " .. tostring(dates.minutes(params.clock))) end
  local rule, wrong = dates.rule(params.rule)
  if not rule then return log.info(wrong) end
  local found = {}
  for year = params.first or 2026, params.last or params.first or 2026 do
    for _, number in ipairs(rule(year)) do
      found[#found + 1] = ("%d-%02d-%02d"):format(dates.of(number)) .. " " .. dates.weekdays[dates.wday(number)]
    end
  end
  log.info("days: " .. table.concat(found, ", "))
end)
]])

describe("std.dates", function()
  local function tells(rule, years, text)
    local session = launch("days", { rule = rule, first = years[1], last = years[2] })
    expect(session):logged("days: " .. text)
    expect(session):is_over { way = "finished" }
  end

  describe("knows the day", function()
    for _, case in ipairs {
      { "2026-12-24", { 2025, 2027 }, "2026-12-24 thursday" },
      { "2026-2-3", { 2026 }, "2026-02-03 tuesday" },
      { "12-25", { 2026, 2027 }, "2026-12-25 friday, 2027-12-25 saturday" },
      { "2-29", { 2027, 2028 }, "2028-02-29 tuesday" },
      { "easter", { 2025, 2027 }, "2025-04-20 sunday, 2026-04-05 sunday, 2027-03-28 sunday" },
      -- The years in which the full moon comes at its latest, and the day before that.
      { "easter", { 1954 }, "1954-04-18 sunday" },
      { "easter", { 1981 }, "1981-04-19 sunday" },
      { "easter", { 2038 }, "2038-04-25 sunday" },
      { "easter -2", { 2026 }, "2026-04-03 friday" },
      { "easter+1", { 2026 }, "2026-04-06 monday" },
      { "easter + 39", { 2026 }, "2026-05-14 thursday" },
      { " Easter  +1 ", { 2026 }, "2026-04-06 monday" },
      { "orthodox easter", { 2025, 2027 }, "2025-04-20 sunday, 2026-04-12 sunday, 2027-05-02 sunday" },
      { "orthodox easter +1", { 2026 }, "2026-04-13 monday" },
      { "first monday of september", { 2026 }, "2026-09-07 monday" },
      { "first sunday of march", { 2026 }, "2026-03-01 sunday" },
      { "third monday of january", { 2026 }, "2026-01-19 monday" },
      { "Fourth Thursday of November", { 2026, 2027 }, "2026-11-26 thursday, 2027-11-25 thursday" },
      { "fourth thursday of november +1", { 2026 }, "2026-11-27 friday" },
      { "last monday of may", { 2026, 2027 }, "2026-05-25 monday, 2027-05-31 monday" },
      { "last thursday of december", { 2026 }, "2026-12-31 thursday" },
      { "fifth saturday of may", { 2026, 2027 }, "2026-05-30 saturday, 2027-05-29 saturday" },
      { "fifth monday of february", { 2026 }, "" },
      { "01-01 -1", { 2026 }, "2026-12-31 thursday" },
      { "12-25 +8", { 2026 }, "2026-01-02 friday" },
      { "2026-12-24 - 3", { 2026 }, "2026-12-21 monday" },
    } do
      it(case[1] .. " in " .. case[2][1], function() tells(case[1], case[2], case[3]) end)
    end
  end)

  describe("says what is wrong with", function()
    for rule, words in pairs {
      ["13-01"] = "'13-01': there is no such day",
      ["2026-02-29"] = "there is no such day",
      ["02-30"] = "there is no such day",
      ["00-10"] = "there is no such day",
      ["xmas"] = "'xmas': days are such as \"2026-12-24\", \"12-25\", \"easter +1\" or \"fourth thursday of november\"",
      ["12/25"] = "days are such as",
      [""] = "days are such as",
      ["frist monday of may"] = "'frist' is none; did you mean 'first'?",
      ["first mondy of may"] = "there is no day 'mondy'; did you mean 'monday'?",
      ["first monday of mai"] = "there is no month 'mai'; did you mean 'may'?",
      ["easter +400"] = "at most 366 days can be added",
    } do
      it("'" .. rule .. "'", function() expect(launch("days", { rule = rule })):logged(words) end)
    end

    it("what is no text", function()
      expect(launch("days", { rule = 5 })):logged "a day is a text, such as \"12-25\", not 5"
    end)
  end)

  for clock, minutes in pairs {
    ["0:00"] = 0, ["9"] = 540, ["9:05"] = 545, ["09:30"] = 570, ["23:59"] = 1439, ["24:00"] = 1440,
    ["24:01"] = "nil", ["25"] = "nil", ["9:60"] = "nil", ["9:5"] = "nil", ["nine"] = "nil", ["-1:00"] = "nil",
  } do
    it("reads the clock time " .. clock, function()
      expect(launch("days", { clock = clock })):logged("minutes: " .. minutes)
    end)
  end
end)
