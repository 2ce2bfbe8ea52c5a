--- Business hours: whether a place is open, when it opens and when it closes.
---
---     local office = hours.new {
---       zone = "America/New_York",
---       weekdays = "9:00-12:00, 13:00-17:00", saturday = "10:00-14:00",
---       holidays = { "12-25", "easter -2", { day = "07-04", name = "Independence Day", observed = true } },
---       exceptions = { ["2026-12-24"] = "9:00-12:00" },
---     }
---     if office:is_open() then … end
---
--- Everything is checked when the flow is loaded. Hours are those of the zone's clocks, all year round; a time that the
--- clocks skip or show twice is taken as std.zones does.
local dates = require "std.dates"
local options = require "std.options"
local zones = require "std.zones"

local hours = {}
local Hours = {}
Hours.__index = Hours

local minutes_a_day = 1440
-- A plan that has no opening in a year has none.
local farthest = 370

local known = {
  zone = true, holidays = "table", exceptions = "table", every_day = "texts", weekdays = "texts", weekends = "texts",
}
for _, name in ipairs(dates.weekdays) do known[name] = "texts" end

local function clock(of) return ("%d:%02d"):format(of // 60 % 24, of % 60) end

--- Spans { from, to } in minutes, from texts such as "9:00-12:00, 22:00-2:00" or "closed"; to is after from.
local function spans_of(what, value)
  if type(value) == "table" then
    for _, item in ipairs(value) do
      if type(item) ~= "string" then options.raise(what .. ": hours are texts, such as \"9:00-17:00\"") end
    end
    value = table.concat(value, ",")
  end
  if type(value) ~= "string" then
    options.raise(what .. ": hours are a text, such as \"9:00-17:00\" or \"closed\", not " .. tostring(value))
  end
  local spans = {}
  if value:match "^%s*closed%s*$" then return spans end
  for part in (value .. ","):gmatch "%s*(.-)%s*," do
    local first, last = part:match "^([%d:]+)%s*%-%s*([%d:]+)$"
    if not first then first, last = part:match "^([%d:]+)%s*–%s*([%d:]+)$" end
    if not first then
      options.raise(what .. ": '" .. part .. "' is no span; spans are such as \"9:00-17:00\", with commas between, or "
        .. "\"closed\"")
    end
    local from, to = dates.minutes(first), dates.minutes(last)
    if not from or not to or from == minutes_a_day then
      local wrong = (not from or from == minutes_a_day) and first or last
      options.raise(what .. ": there is no time '" .. wrong .. "'; times go from 0:00 to 24:00")
    end
    if from == to then
      options.raise(what .. ": '" .. part .. "' is empty; the whole day is \"0:00-24:00\"")
    end
    if to < from then to = to + minutes_a_day end
    spans[#spans + 1] = { from = from, to = to }
  end
  table.sort(spans, function(one, two) return one.from < two.from end)
  for index = 2, #spans do
    if spans[index].from < spans[index - 1].to then
      options.raise(what .. ": the spans from " .. clock(spans[index - 1].from) .. " and from "
        .. clock(spans[index].from) .. " overlap")
    end
  end
  return spans
end

--- The spans of each day of the week, from Sunday; the more particular name wins.
local function week_of(given)
  local week = {}
  for wday, name in ipairs(dates.weekdays) do
    local group = (wday == 1 or wday == 7) and "weekends" or "weekdays"
    local named = given[name] ~= nil and name or given[group] ~= nil and group or given.every_day ~= nil and "every_day"
    week[wday] = named and spans_of("hours.new: " .. named, given[named]) or {}
  end
  for wday, spans in ipairs(week) do
    local last, first = spans[#spans], week[wday % 7 + 1][1]
    if last and first and last.to - minutes_a_day > first.from then
      options.raise("hours.new: the span of " .. dates.weekdays[wday] .. " until " .. clock(last.to)
        .. " overlaps that of " .. dates.weekdays[wday % 7 + 1] .. " from " .. clock(first.from))
    end
  end
  return week
end

local function rule_of(what, text)
  local rule, wrong = dates.rule(text)
  if not rule then options.raise(what .. ": " .. wrong) end
  return rule
end

local holiday_options = { day = true, name = "text", observed = "boolean" }

local function holidays_of(given)
  local found = {}
  for key, item in pairs(given) do
    if math.type(key) ~= "integer" then
      options.raise "hours.new: holidays are a list, as in { \"12-25\", \"easter +1\" }; days with hours are exceptions"
    end
    local what = "hours.new: holidays[" .. key .. "]"
    if type(item) ~= "table" then item = { day = item } end
    options.check(what, item, holiday_options)
    found[#found + 1] = { rule = rule_of(what, item.day), name = item.name, observed = item.observed }
  end
  return found
end

local function exceptions_of(given)
  local found = {}
  for day, value in pairs(given) do
    local what = "hours.new: exceptions[" .. (type(day) == "string" and '"' .. day .. '"' or tostring(day)) .. "]"
    local rule = rule_of(what, day)
    -- One day of one year beats a rule for every year.
    found[#found + 1] = { rule = rule, spans = spans_of(what, value), dated = day:find "^%s*%d%d%d%d%-" ~= nil }
  end
  table.sort(found, function(one, two) return two.dated and not one.dated end)
  return found
end

--- Hours from their plan.
---
--- @param plan table
---   zone              the time zone, such as "America/New_York"
---   monday … sunday   hours of a day: "9:00-17:00", "9:00-12:00, 13:00-17:00", "22:00-2:00" (over midnight), "closed"
---   weekdays          of Monday to Friday, where a day says nothing itself; weekends: of the two others
---   every_day         of all days that have no hours yet; without any a day is closed
---   holidays          a list of days without hours, as std.dates has them: "2026-12-25", "12-25", "easter +1", "fourth
---                     thursday of november"; or { day = "07-04", name = "Independence Day", observed = true }, where
---                     the Friday before is free too when it is a Saturday, the Monday after when it is a Sunday
---   exceptions        hours of such days, which beat those of holidays: { ["2026-12-24"] = "9:00-12:00" }
--- @return table the hours
function hours.new(plan)
  options.check("hours.new", plan, known)
  zones.check("hours.new", plan.zone)
  return setmetatable({
    zone = plan.zone, week = week_of(plan),
    holidays = holidays_of(plan.holidays or {}), exceptions = exceptions_of(plan.exceptions or {}),
    special = {},
  }, Hours)
end

--- What of a year is not as in other weeks, by the day's number.
local function special_days(self, year)
  if self.special[year] then return self.special[year] end
  local found = {}
  for _, holiday in ipairs(self.holidays) do
    local day = { spans = {}, word = "holiday", name = holiday.name }
    -- A day observed may lie in the year before or after that of the holiday itself.
    for near = holiday.observed and year - 1 or year, holiday.observed and year + 1 or year do
      for _, number in ipairs(holiday.rule(near)) do
        found[number] = day
        local wday = dates.wday(number)
        if holiday.observed and wday == 7 then found[number - 1] = day end
        if holiday.observed and wday == 1 then found[number + 1] = day end
      end
    end
  end
  for _, exception in ipairs(self.exceptions) do
    for _, number in ipairs(exception.rule(year)) do
      found[number] = { spans = exception.spans, word = "exception" }
    end
  end
  self.special[year] = found
  return found
end

--- The spans of a day, and its word and name when it is not as in other weeks.
local function day_of(self, number)
  local special = special_days(self, (dates.of(number)))[number]
  if special then return special.spans, special.word, special.name end
  return self.week[dates.wday(number)]
end

--- The seconds since 1970 at which the clocks show so many minutes of a day, or of the days after it.
local function time_at(self, number, minutes)
  local year, month, day = dates.of(number)
  return (zones.time(self.zone, { year = year, month = month, day = day, min = minutes }))
end

--- The number of the day at a time.
local function number_at(self, time)
  local here = zones.local_time(self.zone, time)
  return dates.number(here.year, here.month, here.day)
end

--- The span that a time lies in, with the number of its day and the day's word; or nil.
local function span_at(self, time)
  local today = number_at(self, time)
  for number = today - 1, today do
    local spans, word = day_of(self, number)
    for _, span in ipairs(spans) do
      if time_at(self, number, span.from) <= time and time < time_at(self, number, span.to) then
        return span, number, word
      end
    end
  end
  return nil
end

--- The latest end of a span that goes on at this moment, or begins then: minutes of a day; nil when there is none.
local function end_of_spans_at(self, number, minutes)
  local latest
  for before = 1, 0, -1 do
    for _, span in ipairs((day_of(self, number - before))) do
      local to = span.to - before * minutes_a_day
      if span.from - before * minutes_a_day <= minutes and minutes < to then latest = to end
    end
  end
  return latest
end

local function time_of(what, time)
  if time == nil then return now() end
  if type(time) ~= "number" or time ~= time or math.abs(time) > 1e11 then
    options.raise(what .. ": a time is seconds since 1970, not " .. tostring(time))
  end
  return time
end

--- Whether it is open.
---
--- @param time number? seconds since 1970; now() if not given
--- @return boolean, string, string? whether it is; "open", "closed", "holiday", or "exception" on a day with hours of
---   its own; and the name of the holiday, if it has one
function Hours:is_open(time)
  time = time_of("is_open", time)
  local span, _, word = span_at(self, time)
  if span then return true, word or "open" end
  local _, kind, name = day_of(self, number_at(self, time))
  return false, kind or "closed", name
end

--- When it closes; hours that go on without a break count as one.
---
--- @param time number? seconds since 1970; now() if not given
--- @return number? nil when it is closed, or does not close within a year
function Hours:closes_at(time)
  time = time_of("closes_at", time)
  local span, number = span_at(self, time)
  if not span then return nil end
  -- By the clocks, which is less work than by seconds.
  local last, ends = number + farthest, span.to
  repeat
    local day, minutes = number + ends // minutes_a_day, ends % minutes_a_day
    if day > last then return nil end
    local later = end_of_spans_at(self, day, minutes)
    if later then number, ends = day, later end
  until not later
  return time_at(self, number, ends)
end

--- When it opens the next time after this one: while it is open, after it has closed.
---
--- @param time number? seconds since 1970; now() if not given
--- @return number? nil when it does not open within a year
function Hours:next_opening(time)
  time = time_of("next_opening", time)
  if span_at(self, time) then
    time = self:closes_at(time)
    if not time then return nil end
  end
  local today = number_at(self, time)
  for number = today, today + farthest do
    for _, span in ipairs((day_of(self, number))) do
      local from = time_at(self, number, span.from)
      -- One that the clocks skip ends before it begins.
      if from >= time and from < time_at(self, number, span.to) then return from end
    end
  end
  return nil
end

--- The first time from this one on at which it is open: this one, or the next opening.
---
--- @param time number? seconds since 1970; now() if not given
--- @return number? nil when it does not open within a year
function Hours:first_open(time)
  time = time_of("first_open", time)
  if span_at(self, time) then return time end
  return self:next_opening(time)
end

return hours
