--- Schedules: things done at times of the clock, or every so many seconds.
---
---     for time in schedule.every { zone = "Europe/Berlin", at = "9:00", days = "weekdays" } do … end
---
--- A turn comes once, and after a restart of the server late rather than never. What comes due while the loop still
--- works on the turn before is left out.
---
--- A session goes on for minutes only after its last call (`linger` in flow { … }), so a loop that calls people launches
--- a session for each call.
---
--- A session may take 10,000 inputs, so a loop without an end begins anew now and then and goes on after its last turn:
---
---     local function serve(after)
---       for time, turn in schedule.every { seconds = 60, after = after } do
---         …
---         if turn == 1000 then restart("serve", { after = time }) end
---       end
---     end
---     on("Launch", function() serve() end)
---     on("Restart", { handler = "serve" }, function(_, event) serve(event.data.after) end)
local dates = require "std.dates"
local options = require "std.options"
local zones = require "std.zones"

local schedule = {}

-- Seconds; sleep takes no more than a year.
local longest_sleep = 30 * 86400

local moments = { zone = "text", at = "texts", days = "texts" }
local turns = {
  zone = "text", at = "texts", days = "texts", seconds = { "number", 1, math.huge }, after = "number",
  until_time = "number",
}
local loops = { count = { "whole", 0, math.huge } }
for name, kind in pairs(turns) do loops[name] = kind end

local groups = { weekdays = { 2, 3, 4, 5, 6 }, weekends = { 1, 7 }, every_day = { 1, 2, 3, 4, 5, 6, 7 } }
for wday, name in ipairs(dates.weekdays) do groups[name] = { wday } end

--- The days of the week that are meant, as a set.
local function days_of(what, given)
  local days = {}
  for _, name in ipairs(type(given) == "table" and given or { given or "every_day" }) do
    local group = groups[name]
    if not group then
      options.raise(what .. ": there are no days '" .. name .. "'" .. options.nearest(name, groups, "they"))
    end
    for _, wday in ipairs(group) do days[wday] = true end
  end
  return days
end

--- Minutes since midnight, sorted.
local function clocks_of(what, given)
  local clocks = {}
  for index, text in ipairs(type(given) == "table" and given or { given }) do
    local minutes = dates.minutes(text)
    if not minutes or minutes == 1440 then
      options.raise(what .. ": there is no time '" .. text .. "'; times are such as \"9:00\", from 0:00 to 23:59")
    end
    clocks[index] = minutes
  end
  table.sort(clocks)
  return clocks
end

--- A function from a time to the next one after it by the clock.
local function by_the_clock(what, given)
  zones.check(what, given.zone)
  local days, clocks = days_of(what, given.days), clocks_of(what, given.at)
  return function(time)
    local here = zones.local_time(given.zone, time)
    local today = dates.number(here.year, here.month, here.day)
    -- A week later it is the same day again.
    for number = today, today + 8 do
      if days[dates.wday(number)] then
        local year, month, day = dates.of(number)
        for _, minutes in ipairs(clocks) do
          local due = zones.time(given.zone, { year = year, month = month, day = day, min = minutes })
          if due > time then return due end
        end
      end
    end
  end
end

--- A function from a time to the next turn after it, or nil when there is none.
local function turns_of(what, given)
  if (given.at == nil) == (given.seconds == nil) then
    options.raise(what .. ": give either at, as in { zone = \"Europe/Berlin\", at = \"9:00\" }, or seconds")
  end
  local next_time
  if given.at then
    next_time = by_the_clock(what, given)
  else
    if given.zone or given.days then options.raise(what .. ": zone and days go with at, not with seconds") end
    local first = given.after or now()
    -- A little is added so that a turn whose seconds are rounded down is not taken twice.
    next_time = function(time)
      return first + (math.floor((time - first) / given.seconds + 1e-6) + 1) * given.seconds
    end
  end
  return function(time)
    local due = next_time(time)
    if given.until_time and due > given.until_time then return nil end
    return due
  end
end

--- The next turn of a schedule; nothing waits.
---
--- @param given table as for `schedule.every`, without count; the turn after `after`, or after now()
--- @return number? seconds since 1970; nil when there is none before until_time
function schedule.next(given)
  options.check("schedule.next", given, turns)
  return turns_of("schedule.next", given)(given.after or now())
end

local function sleep_until(time)
  while now() < time do sleep(math.min(time - now(), longest_sleep)) end
end

--- Waits until a time; when it is over, not at all.
---
--- @param given number|table seconds since 1970, or the next time by a clock: { zone = "Europe/Berlin", at = "9:00" },
---   where `at` may be a list and `days` says on which days, as for `schedule.every`
--- @return number the time that was waited for
function schedule.sleep_until(given)
  if type(given) == "table" then
    options.check("schedule.sleep_until", given, moments)
    if given.at == nil then
      options.raise "schedule.sleep_until: at is missing, as in { zone = \"Europe/Berlin\", at = \"9:00\" }"
    end
    given = by_the_clock("schedule.sleep_until", given)(now())
  elseif type(given) ~= "number" or given ~= given or math.abs(given) > 1e11 then
    options.raise("schedule.sleep_until: a time is seconds since 1970, or { zone = …, at = \"9:00\" }, not "
      .. tostring(given))
  end
  sleep_until(given)
  return given
end

--- For a loop that takes a turn at each time of a schedule: `for time, turn in schedule.every { … } do`.
---
--- @param given table
---   at           the time of day, such as "9:00", or a list of them; with
---   zone         the time zone, such as "America/New_York", and
---   days         "every_day" (if not given), "weekdays", "weekends", a day such as "monday", or a list of these
---   seconds      or, in place of these three, how many seconds lie between two turns; the first comes after so many
---   count        how many turns; no end if not given
---   until_time   the last moment at which a turn may begin
---   after        the time of the last turn before, where a session that began anew goes on; now() if not given
--- @return function gives the time of the turn, in seconds since 1970, and its number, from 1 on
function schedule.every(given)
  options.check("schedule.every", given, loops)
  local next_turn = turns_of("schedule.every", given)
  local last, turn = given.after or now(), 0
  return function()
    if given.count and turn >= given.count then return nil end
    local due = next_turn(math.max(last, now()))
    if not due then return nil end
    sleep_until(due)
    last, turn = due, turn + 1
    return due, turn
  end
end

return schedule
