-- Says what the clocks of a zone show at each time, and when they show it.
given_flow("clocks", [[
local zones = require "std.zones"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function shown(t)
  local names = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" }
  return ("%s %d-%02d-%02d %02d:%02d:%02d %s %s %d%s"):format(names[t.wday], t.year, t.month, t.day, t.hour, t.min,
    t.sec, t.abbreviation, t.offset, t.yday, t.is_dst and " dst" or "")
end

on("Launch", function(event)
  local params = event.params
  local given = params.time == "nan" and 0 / 0 or params.time
  if params.local_time then log.info(shown(zones.local_time(params.zone, given))) end
  if params.shown then
    local time, word = zones.time(params.zone, params.shown)
    log.info(time .. (word and " " .. word or ""))
  end
  if params.used then zones.local_time(params.zone) end
  if params.known then log.info("known: " .. tostring(zones.known(params.zone))) end
end)
]])

describe("std.zones", function()
  local function shows(zone, time, text)
    local session = launch("clocks", { local_time = true, zone = zone, time = time })
    expect(session):logged(text)
  end

  local function is_at(zone, shown, text)
    local session = launch("clocks", { shown = shown, zone = zone })
    expect(session):logged(text)
  end

  describe("tells what the clocks show", function()
    -- As other programs have it; scripts/zones.py --compare does so for all zones.
    for _, case in ipairs {
      { "a zone without rules", "Asia/Tokyo", 1772550000, "Wed 2026-03-04 00:00:00 JST 32400 63" },
      { "UTC, without an area", "UTC", 0, "Thu 1970-01-01 00:00:00 UTC 0 1" },
      { "a zone whose name is a number", "Asia/Kathmandu", 1772550000, "Tue 2026-03-03 20:45:00 +0545 20700 62" },
      { "a zone of three parts", "America/Argentina/Buenos_Aires", 1772550000,
        "Tue 2026-03-03 12:00:00 -03 -10800 62" },
      { "winter", "America/New_York", 1772953199, "Sun 2026-03-08 01:59:59 EST -18000 67" },
      { "the moment when summer time begins", "America/New_York", 1772953200,
        "Sun 2026-03-08 03:00:00 EDT -14400 67 dst" },
      { "the last second of summer time", "America/New_York", 1793512799,
        "Sun 2026-11-01 01:59:59 EDT -14400 305 dst" },
      { "the moment when summer time ends", "America/New_York", 1793512800, "Sun 2026-11-01 01:00:00 EST -18000 305" },
      { "the south, in summer at New Year", "Australia/Sydney", 1767186000,
        "Thu 2026-01-01 00:00:00 AEDT 39600 1 dst" },
      { "the south, in winter", "Australia/Sydney", 1783000000, "Thu 2026-07-02 23:46:40 AEST 36000 183" },
      { "half an hour of summer time", "Australia/Lord_Howe", 1767186000, "Thu 2026-01-01 00:00:00 +11 39600 1 dst" },
      { "a last Sunday", "Europe/Berlin", 1774746000, "Sun 2026-03-29 03:00:00 CEST 7200 88 dst" },
      { "a change in the last week but one", "Africa/Cairo", 1777000000, "Fri 2026-04-24 06:06:40 EEST 10800 114 dst" },
      { "a change at an hour of the day before", "America/Nuuk", 1774746000,
        "Sun 2026-03-29 00:00:00 -01 -3600 88 dst" },
      { "a change at the end of a day", "America/Santiago", 1788667200, "Sun 2026-09-06 01:00:00 -03 -10800 249 dst" },
      { "Dublin, whose winter is the exception", "Europe/Dublin", 1767225600, "Thu 2026-01-01 00:00:00 GMT 0 1 dst" },
      { "Morocco", "Africa/Casablanca", 1771120799, "Sun 2026-02-15 02:59:59 +01 3600 46" },
      { "Morocco in Ramadan", "Africa/Casablanca", 1771120800, "Sun 2026-02-15 02:00:00 +00 0 46 dst" },
      { "Palestine when Ramadan is in autumn", "Asia/Gaza", 2107900800, "Sat 2036-10-18 02:00:00 EET 7200 292" },
      { "the day before a leap day ends", "Europe/London", 1835395199.75, "Mon 2028-02-28 23:59:59 GMT 0 59" },
      { "a leap day", "Europe/London", 1835395200, "Tue 2028-02-29 00:00:00 GMT 0 60" },
      { "long ago, by the rules of today", "Europe/Berlin", -1, "Thu 1970-01-01 00:59:59 CET 3600 1" },
    } do
      it("in " .. case[1], function() shows(case[2], case[3], case[4]) end)
    end

    it("now, if no time is given", { at = "2026-07-01T12:00:00Z" }, function()
      shows("America/New_York", nil, "Wed 2026-07-01 08:00:00 EDT")
    end)
  end)

  describe("tells when they show it", function()
    local york = "America/New_York"
    it("at midnight if no hour is given", function()
      is_at(york, { year = 2026, month = 12, day = 24 }, "1798088400")
    end)
    it("to the second", function()
      is_at(york, { year = 2026, month = 3, day = 8, hour = 3, min = 0, sec = 1 }, "1772953201")
    end)
    it("with fields that run over", function()
      is_at("UTC", { year = 2026, month = 13, day = 32, min = -1 }, "1801439940")
      is_at("UTC", { year = 2026, month = 0, day = 1 }, "1764547200")
    end)
    it("with a number that came as a whole one of another kind", function()
      is_at("UTC", { year = 2026.0, month = 1, day = 1 }, "1767225600")
    end)
    it("as if a skipped time were still to come", function()
      is_at(york, { year = 2026, month = 3, day = 8, hour = 2, min = 30 }, "1772955000 gap")
      is_at("Australia/Lord_Howe", { year = 2026, month = 10, day = 4, hour = 2, min = 15 }, "1791042300 gap")
    end)
    it("the first time, of two", function()
      is_at(york, { year = 2026, month = 11, day = 1, hour = 1, min = 30 }, "1793511000 overlap")
    end)
    it("the second time where later is true", function()
      is_at(york, { year = 2026, month = 11, day = 1, hour = 1, min = 30, later = true }, "1793514600 overlap")
    end)
    it("once, a second before and after that", function()
      is_at(york, { year = 2026, month = 11, day = 1, min = 59, sec = 59 }, "1793509199")
      is_at(york, { year = 2026, month = 11, day = 1, hour = 2, later = true }, "1793516400")
    end)
  end)

  describe("knows", function()
    for zone, is_known in pairs {
      ["Europe/Berlin"] = true, UTC = true, ["America/Indiana/Knox"] = true, ["US/Pacific"] = true,
      ["Etc/GMT+5"] = true,
      ["Europe/Berli"] = false, ["europe/berlin"] = false, Berlin = false, [""] = false, ["Europe/"] = false,
      ["/UTC"] = false, ["Europe/Berlin,Paris"] = false, ["Indiana/Knox"] = false, ["."] = false,
    } do
      it("'" .. zone .. "': " .. tostring(is_known), function()
        expect(launch("clocks", { known = true, zone = zone })):logged("known: " .. tostring(is_known))
      end)
    end

    it("a zone that it has read before", function()
      expect(launch("clocks", { used = true, known = true, zone = "Asia/Tokyo" })):logged "known: true"
    end)

    it("no zone that is no text", function()
      expect(launch("clocks", { known = true })):logged "known: false"
      expect(launch("clocks", { known = true, zone = 5 })):logged "known: false"
    end)
  end)

  describe("tells a flow what is wrong with", { allows_errors = true }, function()
    local function is_refused(params, words)
      local session = launch("clocks", params)
      expect(session):is_over { way = "failed", within = 1 }
      expect(session.report):contains(words)
      expect(session.report):contains "clocks/main.lua:1"
    end

    for zone, words in pairs {
      ["America/New_Yrok"] = "there is no time zone 'America/New_Yrok'; did you mean 'America/New_York'?",
      ["europe/berlin"] = "did you mean 'Europe/Berlin'?",
      ["Berlin"] = "such places are Europe/Berlin",
      ["America/St Johns"] = "did you mean 'America/St_Johns'?",
      ["Moon"] = "there is no time zone 'Moon'; names are such as \"America/New_York\"",
      [""] = "there is no time zone ''",
    } do
      it("the zone '" .. zone .. "'", function() is_refused({ local_time = true, zone = zone }, words) end)
    end

    it("a zone that is missing", function() is_refused({ local_time = true }, "the zone is missing") end)
    it("a time that is none", function()
      is_refused({ local_time = true, zone = "UTC", time = "noon" }, "a time is seconds since 1970, not noon")
      is_refused({ local_time = true, zone = "UTC", time = "nan" }, "a time is seconds since 1970, not ")
      is_refused({ local_time = true, zone = "UTC", time = 1e300 }, "a time is seconds since 1970, not 1e+300")
    end)
    it("a date that is none", function() is_refused({ shown = 5, zone = "UTC" }, "zones.time: a table is needed") end)
    it("a field that is missing", function()
      is_refused({ shown = { year = 2026, month = 1 }, zone = "UTC" }, "'day' must be a whole number, not nil")
    end)
    it("a field that is no whole number", function()
      is_refused({ shown = { year = 2026, month = 1.5, day = 1 }, zone = "UTC" },
        "'month' must be a whole number, not 1.5")
      is_refused({ shown = { year = 2026, month = 1, day = 1, hour = "9" }, zone = "UTC" },
        "'hour' must be a whole number")
      is_refused({ shown = { year = 1e12, month = 1, day = 1 }, zone = "UTC" }, "'year' must be a whole number")
    end)
  end)
end)
