-- Logs each turn of a schedule with the moment at which it comes, and works a while.
given_flow("turns", [[
local schedule = require "std.schedule"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function shown(time) return os.date("!%a %Y-%m-%d %H:%M:%S", math.floor(time + 0.5)) end

on("Launch", function(event)
  for time, turn in schedule.every(event.params.given) do
    log.info("turn " .. turn, { at = shown(time), late = math.floor(now() - time + 0.5) })
    if event.params.work then sleep(event.params.work) end
  end
  log.info("no more turns")
end)
]])

-- The next turns of a schedule, without waiting.
given_flow("next", [[
local schedule = require "std.schedule"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function shown(time) return time and os.date("!%a %Y-%m-%d %H:%M:%S", math.floor(time)) or "none" end

on("Launch", function(event)
  local given, text = event.params.given, {}
  for _ = 1, 4 do
    local time = schedule.next(given)
    text[#text + 1] = shown(time)
    given.after = time
    if not time then break end
  end
  log.info(table.concat(text, ", "))
end)
]])

-- Waits until a moment.
given_flow("sleeps", [[
local schedule = require "std.schedule"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("Launch", function(event)
  local given = event.params.given
  local time = schedule.sleep_until(given == "nan" and 0 / 0 or given)
  log.info("awake", { at = os.date("!%Y-%m-%d %H:%M:%S", math.floor(now())), late = now() > time + 1 })
end)
]])

-- Begins anew after every third turn.
given_flow("restarts", [[
local schedule = require "std.schedule"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function serve(after, left)
  for time, turn in schedule.every { seconds = 60, after = after, count = left } do
    log.info("turn", { at = os.date("!%H:%M:%S", math.floor(time + 0.5)), turn = turn })
    if turn == 3 then restart("serve", { after = time, left = left - turn }) end
  end
end

on("Launch", function() serve(nil, 7) end)
on("Restart", { handler = "serve" }, function(_, event) serve(event.data.after, event.data.left) end)
]])

describe("schedule.every", function()
  local berlin = { zone = "Europe/Berlin", at = "9:00" }

  --- The turns come at these moments, and then no more.
  local function takes(params, turns)
    -- No session may stay.
    if not params.given.until_time then params.given.count = params.given.count or #turns end
    local session = launch("turns", params)
    for turn, at in ipairs(turns) do
      expect(session):logged("turn " .. turn, { at = at }, { within = 8 * 86400 })
    end
    expect(session):logged("no more turns", {}, { within = 200 })
    expect(session):did_not_log("turn " .. #turns + 1)
  end

  it("takes a turn at a time of the day", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = berlin }, { "Mon 2026-03-02 08:00:00", "Tue 2026-03-03 08:00:00", "Wed 2026-03-04 08:00:00" })
  end)

  it("keeps to the clocks when they change", { at = "2026-03-28T07:00:00Z" }, function()
    takes({ given = berlin }, { "Sat 2026-03-28 08:00:00", "Sun 2026-03-29 07:00:00" })
  end)

  it("takes the next day when it begins at that moment", { at = "2026-03-02T08:00:00Z" }, function()
    takes({ given = berlin }, { "Tue 2026-03-03 08:00:00" })
  end)

  it("on weekdays", { at = "2026-03-06T09:00:00Z" }, function()
    takes({ given = { zone = "UTC", at = "10", days = "weekdays" } },
      { "Fri 2026-03-06 10:00:00", "Mon 2026-03-09 10:00:00" })
  end)

  it("on some days, at several times", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = { zone = "UTC", at = { "17:30", "9:00" }, days = { "wednesday", "weekends" }, count = 4 } }, {
      "Wed 2026-03-04 09:00:00", "Wed 2026-03-04 17:30:00", "Sat 2026-03-07 09:00:00", "Sat 2026-03-07 17:30:00",
    })
  end)

  it("every so many seconds", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = { seconds = 90 } },
      { "Mon 2026-03-02 07:01:30", "Mon 2026-03-02 07:03:00", "Mon 2026-03-02 07:04:30" })
  end)

  it("takes each turn once, though seconds are broken", { at = "2026-03-02T07:00:00Z" }, function()
    local session = launch("turns", { given = { seconds = 1.1, count = 20 } })
    expect(session):logged("turn 20", { at = "Mon 2026-03-02 07:00:22" })
    expect(session):logged "no more turns"
  end)

  it("takes as many turns as are wanted", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = { seconds = 60, count = 2 } }, { "Mon 2026-03-02 07:01:00", "Mon 2026-03-02 07:02:00" })
  end)

  it("takes none if none is wanted", function() takes({ given = { seconds = 60, count = 0 } }, {}) end)

  it("takes turns until a time, and in it", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = { zone = "UTC", at = { "8:00", "9:00" }, until_time = 1772442000 } },
      { "Mon 2026-03-02 08:00:00", "Mon 2026-03-02 09:00:00" })
  end)

  it("leaves out what comes due while it works", { at = "2026-03-02T07:00:00Z" }, function()
    takes({ given = { seconds = 60 }, work = 150 },
      { "Mon 2026-03-02 07:01:00", "Mon 2026-03-02 07:04:00", "Mon 2026-03-02 07:07:00" })
  end)

  it("goes on after a turn before, on the same grid", { at = "2026-03-02T07:00:30Z" }, function()
    takes({ given = { seconds = 60, after = 1772434800 } }, { "Mon 2026-03-02 07:01:00", "Mon 2026-03-02 07:02:00" })
  end)

  it("leaves out what is over since that turn", { at = "2026-03-02T07:00:30Z" }, function()
    takes({ given = { seconds = 60, after = 1772434500 } }, { "Mon 2026-03-02 07:01:00" })
  end)

  it("takes a turn late when the process was down", { at = "2026-03-02T07:00:00Z", exact = true }, function()
    local session = launch("turns", { given = { zone = "UTC", at = "8:00", count = 2 } })
    advance(3500)
    crash { down = 600 }
    expect(session):logged("turn 1", { at = "Mon 2026-03-02 08:00:00", late = 500 }, { within = 700 })
    expect(session):logged("turn 2", { at = "Tue 2026-03-03 08:00:00", late = 0 }, { within = 86400 })
  end)

  it("goes on in a session that begins anew", { at = "2026-03-02T07:00:00Z" }, function()
    local session = launch("restarts")
    for minute = 1, 7 do
      local turn = { at = ("07:%02d:00"):format(minute), turn = (minute - 1) % 3 + 1 }
      expect(session):logged("turn", turn, { within = 70 })
    end
  end)
end)

describe("schedule.next", function()
  local function gives(given, text, at)
    expect(launch("next", { given = given })):logged(text)
  end

  it("tells the turns without waiting", { at = "2026-03-05T12:00:00Z" }, function()
    gives({ zone = "America/New_York", at = "9:00", days = "weekdays" },
      "Thu 2026-03-05 14:00:00, Fri 2026-03-06 14:00:00, Mon 2026-03-09 13:00:00, Tue 2026-03-10 13:00:00")
  end)
  it("begins after a time", function()
    gives({ zone = "UTC", at = "0:00", days = "friday", after = 1772755200 },
      "Fri 2026-03-13 00:00:00, Fri 2026-03-20 00:00:00, Fri 2026-03-27 00:00:00, Fri 2026-04-03 00:00:00")
  end)
  it("ends with the last moment", function()
    gives({ seconds = 3600, after = 1772755200, until_time = 1772763000 },
      "Fri 2026-03-06 01:00:00, Fri 2026-03-06 02:00:00, none")
  end)
  it("takes what the clocks skip an hour later", function()
    gives({ zone = "America/New_York", at = "2:30", after = 1772866800 },
      "Sat 2026-03-07 07:30:00, Sun 2026-03-08 07:30:00, Mon 2026-03-09 06:30:00, Tue 2026-03-10 06:30:00")
  end)
end)

describe("schedule.sleep_until", function()
  local function wakes(given, at, late)
    local session = launch("sleeps", { given = given })
    expect(session):logged("awake", { at = at, late = late or false }, { within = 310 * 86400 })
  end

  it("waits until a time", { at = "2026-03-02T07:00:00Z" }, function() wakes(1772442000, "2026-03-02 09:00:00") end)
  it("waits for most of a year", { at = "2026-03-02T07:00:00Z" }, function()
    wakes(1772434800 + 300 * 86400, "2026-12-27 07:00:00")
  end)
  it("does not wait for what is over", { at = "2026-03-02T07:00:00Z" }, function()
    wakes(1772400000, "2026-03-02 07:00:00", true)
  end)
  it("waits for the next time by the clock", { at = "2026-03-06T12:00:00Z" }, function()
    wakes({ zone = "Europe/Berlin", at = { "9:00", "11:00" }, days = { "saturday" } }, "2026-03-07 08:00:00")
  end)
end)

describe("std.schedule tells a flow what is wrong with", { allows_errors = true }, function()
  local function is_refused(flow, given, words)
    local session = launch(flow, { given = given })
    expect(session):is_over { way = "failed", within = 1 }
    expect(session.report):contains(words)
    expect(session.report):contains(flow .. "/main.lua:")
  end

  for _, flow in ipairs { "turns", "next" } do
    it("neither at nor seconds, for " .. flow, function() is_refused(flow, { zone = "UTC" }, "give either at") end)
    it("both, for " .. flow, function() is_refused(flow, { zone = "UTC", at = "9", seconds = 5 }, "give either at") end)
    it("seconds with days, for " .. flow, function()
      is_refused(flow, { days = "weekdays", seconds = 5 }, "zone and days go with at, not with seconds")
      is_refused(flow, { zone = "UTC", seconds = 5 }, "zone and days go with at, not with seconds")
    end)
    it("a day that there is not, for " .. flow, function()
      is_refused(flow, { zone = "UTC", at = "9", days = "weekday" },
        "there are no days 'weekday'; did you mean 'weekdays'?")
    end)
    it("a time that there is not, for " .. flow, function()
      is_refused(flow, { zone = "UTC", at = { "9", "24:00" } }, "there is no time '24:00'; times are such as \"9:00\"")
      is_refused(flow, { zone = "UTC", at = "noon" }, "there is no time 'noon'")
    end)
    it("a missing zone, for " .. flow, function() is_refused(flow, { at = "9" }, "the zone is missing") end)
  end
  it("no seconds", function() is_refused("turns", { seconds = 0 }, "seconds must be a number of at least 1, not 0") end)
  it("count of next", function() is_refused("next", { seconds = 5, count = 1 }, "unknown option 'count'") end)
  it("what is no time to sleep", function()
    is_refused("sleeps", "noon",
      "schedule.sleep_until: a time is seconds since 1970, or { zone = …, at = \"9:00\" }, not noon")
    is_refused("sleeps", "nan", "a time is seconds since 1970")
    is_refused("sleeps", { zone = "UTC" }, "schedule.sleep_until: at is missing")
    is_refused("sleeps", { zone = "UTC", at = "9", seconds = 5 }, "unknown option 'seconds'")
  end)
end)
