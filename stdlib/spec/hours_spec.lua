-- Tells of hours whether they are open at a time, when they close and when they open.
given_flow("opens", [[
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function shown(time) return time and os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(time)) or "never" end

on("Launch", function(event)
  local office = hours.new(event.params.plan)
  local time = event.params.time
  local is_open, word, name = office:is_open(time)
  log.info(("%s, %s%s"):format(is_open and "open" or "shut", word, name and " (" .. name .. ")" or ""))
  log.info("closes " .. shown(office:closes_at(time)))
  log.info("opens " .. shown(office:next_opening(time)))
  log.info("first " .. shown(office:first_open(time)))
end)
]])

describe("std.hours", function()
  -- Five hours behind UTC, four in summer.
  local york = "America/New_York"

  --- At the moment that the case begins.
  local function tells(plan, lines)
    plan.zone = plan.zone or york
    local session = launch("opens", { plan = plan })
    for _, line in ipairs(lines) do expect(session):logged(line) end
    expect(session):is_over { way = "finished" }
  end

  describe("of an office that has a break at noon", function()
    local function office() return { weekdays = "9:00-12:00, 13:00-17:00", saturday = { "10-14" } } end
    for _, case in ipairs {
      { "a second before it opens", "2026-03-02T13:59:59Z",
        { "shut, closed", "closes never", "opens 2026-03-02T14:00:00Z" } },
      { "when it opens", "2026-03-02T14:00:00Z",
        { "open, open", "closes 2026-03-02T17:00:00Z", "opens 2026-03-02T18:00:00Z", "first 2026-03-02T14:00:00Z" } },
      { "in the last second before noon", "2026-03-02T16:59:59Z", { "open, open", "closes 2026-03-02T17:00:00Z" } },
      { "in the break", "2026-03-02T17:00:00Z",
        { "shut, closed", "opens 2026-03-02T18:00:00Z", "first 2026-03-02T18:00:00Z" } },
      { "in the afternoon", "2026-03-02T18:00:00Z",
        { "open, open", "closes 2026-03-02T22:00:00Z", "opens 2026-03-03T14:00:00Z" } },
      { "on Friday evening", "2026-03-06T22:00:00Z", { "shut, closed", "opens 2026-03-07T15:00:00Z" } },
      { "on Saturday, the day before summer time", "2026-03-07T18:59:59Z",
        { "open, open", "closes 2026-03-07T19:00:00Z", "opens 2026-03-09T13:00:00Z" } },
      { "on Sunday, when it does not open", "2026-03-08T16:00:00Z", { "shut, closed", "opens 2026-03-09T13:00:00Z" } },
      { "on a Monday in summer", "2026-03-09T13:00:00Z", { "open, open", "closes 2026-03-09T16:00:00Z" } },
    } do
      it(case[1], { at = case[2] }, function() tells(office(), case[3]) end)
    end

    it("at a time that is given", function()
      local session = launch("opens", { plan = { zone = york, monday = "9-17" }, time = 1772463600.5 })
      expect(session):logged "open, open"
      expect(session):logged "closes 2026-03-02T22:00:00Z"
    end)
  end)

  describe("of days", function()
    it("takes the day's own hours first", { at = "2026-03-06T20:30:00Z" }, function()
      tells({ every_day = "9:00-17:00", weekdays = "9:00-16:00", friday = "9:00-15:00" },
        { "shut, closed", "opens 2026-03-07T14:00:00Z" })
    end)
    it("then those of weekdays and weekends", { at = "2026-03-07T20:30:00Z" }, function()
      tells({ every_day = "9:00-17:00", weekends = "9:00-16:00" }, { "open, open", "closes 2026-03-07T21:00:00Z" })
    end)
    it("may be closed by name", { at = "2026-03-04T20:30:00Z" }, function()
      tells({ every_day = "9:00-17:00", wednesday = "closed" }, { "shut, closed", "opens 2026-03-05T14:00:00Z" })
    end)
    it("writes spans with a dash, with blanks, in any order", { at = "2026-03-04T18:00:00Z" }, function()
      tells({ every_day = " 13:00 – 17:00,9 - 12 " }, { "open, open", "closes 2026-03-04T22:00:00Z" })
    end)
    it("may have no hours at all", function()
      tells({}, { "shut, closed", "closes never", "opens never", "first never" })
    end)
  end)

  describe("over midnight", function()
    local bar = function() return { friday = "20:00-2:00", saturday = "20:00-24:00", sunday = "0:00-1:00" } end
    it("belong to the day on which they begin", { at = "2026-03-07T06:59:59Z" }, function()
      tells(bar(), { "open, open", "closes 2026-03-07T07:00:00Z", "opens 2026-03-08T01:00:00Z" })
    end)
    it("end in time", { at = "2026-03-07T07:00:00Z" }, function()
      tells(bar(), { "shut, closed", "opens 2026-03-08T01:00:00Z" })
    end)
    it("go on where the next day begins at once", { at = "2026-03-08T01:00:00Z" }, function()
      tells(bar(), { "open, open", "closes 2026-03-08T06:00:00Z", "opens 2026-03-14T00:00:00Z" })
    end)
    it("never close when they are open at all times", function()
      tells({ every_day = "0:00-24:00" }, { "open, open", "closes never", "opens never" })
    end)
  end)

  describe("when the clocks change", function()
    it("are an hour shorter in the night of spring", { at = "2026-03-08T06:30:00Z" }, function()
      tells({ sunday = "1:00-4:00" }, { "open, open", "closes 2026-03-08T08:00:00Z" })
    end)
    it("begin later when the clocks skip the opening", { at = "2026-03-08T06:59:59Z" }, function()
      tells({ sunday = "2:30-5:00" }, { "shut, closed", "opens 2026-03-08T07:30:00Z" })
    end)
    it("leave out a span that the clocks skip", { at = "2026-03-08T06:59:59Z" }, function()
      tells({ sunday = "2:30-3:00" }, { "shut, closed", "opens 2026-03-15T06:30:00Z" })
    end)
    it("are an hour longer in the night of autumn", { at = "2026-11-01T05:00:00Z" }, function()
      tells({ sunday = "1:00-4:00" }, { "open, open", "closes 2026-11-01T09:00:00Z" })
    end)
  end)

  describe("on holidays", function()
    local function office()
      return {
        weekdays = "9:00-17:00", saturday = "9:00-12:00",
        holidays = {
          { day = "12-25", name = "Christmas Day" }, "easter -2", "fourth thursday of november",
          { day = "07-04", name = "Independence Day", observed = true },
          { day = "06-19", observed = true }, { day = "01-01", observed = true },
        },
        exceptions = {
          ["2026-12-24"] = "9:00-12:00", ["12-24"] = "closed", ["fourth thursday of november +1"] = "10:00-14:00",
          ["2027-12-25"] = "10:00-11:00", ["2026-03-08"] = "closed",
        },
      }
    end
    for _, case in ipairs {
      { "are closed", "2026-12-25T15:00:00Z", { "shut, holiday (Christmas Day)", "opens 2026-12-26T14:00:00Z" } },
      { "are closed by Easter", "2026-04-03T15:00:00Z", { "shut, holiday", "opens 2026-04-04T13:00:00Z" } },
      { "are closed by a day of the week", "2026-11-26T15:00:00Z", { "shut, holiday", "opens 2026-11-27T15:00:00Z" } },
      { "are open the day after, by hours of its own", "2026-11-27T15:00:00Z",
        { "open, exception", "closes 2026-11-27T19:00:00Z" } },
      { "are shut after such hours", "2026-11-27T19:00:00Z", { "shut, exception", "opens 2026-11-28T14:00:00Z" } },
      { "take the hours of one year before those of each", "2026-12-24T15:00:00Z",
        { "open, exception", "closes 2026-12-24T17:00:00Z" } },
      { "take the hours of each in another year", "2027-12-24T15:00:00Z", { "shut, exception" } },
      { "may be open by an exception", "2027-12-25T15:30:00Z", { "open, exception" } },
      { "are shut on the day itself", "2026-07-04T15:00:00Z", { "shut, holiday (Independence Day)" } },
      { "observe a Saturday on Friday", "2026-07-03T15:00:00Z",
        { "shut, holiday (Independence Day)", "opens 2026-07-06T13:00:00Z" } },
      { "observe a Sunday on Monday", "2027-07-05T15:00:00Z", { "shut, holiday (Independence Day)" } },
      { "observe a Friday then", "2026-06-19T15:00:00Z", { "shut, holiday", "opens 2026-06-20T13:00:00Z" } },
      { "observe New Year's Day in the year before", "2027-12-31T15:00:00Z",
        { "shut, holiday", "opens 2028-01-03T14:00:00Z" } },
    } do
      it(case[1], { at = case[2] }, function() tells(office(), case[3]) end)
    end

    it("of one year leave the others as they are", function()
      local plan = { zone = york, weekdays = "9:00-17:00", holidays = { "2026-12-25" } }
      -- The 25th of December, which was a Thursday the year before.
      expect(launch("opens", { plan = plan, time = 1798210800 })):logged "shut, holiday"
      expect(launch("opens", { plan = plan, time = 1766674800 })):logged "open, open"
    end)

    it("let the night before come to its end", { at = "2026-12-25T05:30:00Z" }, function()
      tells({ every_day = "20:00-1:00", holidays = { "12-25" } },
        { "open, open", "closes 2026-12-25T06:00:00Z", "opens 2026-12-27T01:00:00Z" })
    end)
  end)
end)
