--- Time zones: what the clocks of a place show, and when they show it.
---
--- The rules of all zones of the IANA database are part of the flow's generation (std.zones_data), so that a call that
--- outlives a server or an upgrade goes by the rules that it began with. They are those in force at present, and what
--- such rules cannot say until 2050: Morocco's clock in Ramadan (Africa/Casablanca, Africa/El_Aaiun) and that of
--- Palestine (Asia/Gaza, Asia/Hebron). Years before 2025 go by the same rules, whatever a zone did then. `is_dst` is as
--- the database has it: in Dublin it is the winter that has it.
local dates = require "std.dates"
local data = require "std.zones_data"
local options = require "std.options"

local zones = {}

local day_length = 86400

--- Seconds of a clock time in a rule, such as -3:30.
local function clock_seconds(text)
  local sign, hours, minutes = text:match "^([+-]?)(%d+):?(%d*)$"
  local total = tonumber(hours) * 3600 + (tonumber(minutes) or 0) * 60
  return sign == "-" and -total or total
end

--- A date in a rule, such as M3.2.0/2: the second Sunday of March, at two o'clock.
local function rule_date(text)
  local month, week, wday, clock = text:match "^M(%d+)%.(%d+)%.(%d+)/?(.*)$"
  return {
    month = tonumber(month), week = tonumber(week), wday = tonumber(wday) + 1,
    seconds = clock_seconds(clock == "" and "2" or clock),
  }
end

--- Seconds from 1970 to such a date of a year, by the clock that is used before it.
local function seconds_of(date, year)
  local day = dates.nth(year, date.month, date.week, date.wday, true)
  return day * day_length + date.seconds
end

--- A zone from its line in the data: the rule, then |minutes,dst,name:hour-hour,… for times when it does not hold.
local function read(line)
  local rule, rest = line:match "^([^|]+)(.*)$"
  local zone = { spans = {} }
  local names, dates = rule:match "^([^,]+),?(.*)$"
  -- Names are letters, or anything in angle brackets.
  local name = names:find "<" and "(<[^>]+>)" or "(%a+)"
  local standard, offset, other_names = names:match("^" .. name .. "([+-]?[%d:]+)(.*)$")
  zone.standard = { offset = -clock_seconds(offset), is_dst = false, abbreviation = standard:match "[%w+-]+" }
  if dates ~= "" then
    local begins, ends = dates:match "^([^,]+),([^,]+)$"
    local daylight, other = other_names:match("^" .. name .. "(.*)$")
    zone.daylight = {
      offset = other ~= "" and -clock_seconds(other) or zone.standard.offset + 3600,
      is_dst = true, abbreviation = daylight:match "[%w+-]+",
    }
    zone.begins, zone.ends = rule_date(begins), rule_date(ends)
  end
  for minutes, dst, name, spans in rest:gmatch "|([%d-]+),(%d),([^:]+):([%d,-]+)" do
    local state = { offset = tonumber(minutes) * 60, is_dst = dst == "1", abbreviation = name }
    for from, to in spans:gmatch "(%d+)-(%d+)" do
      table.insert(zone.spans, { from = tonumber(from) * 3600, to = tonumber(to) * 3600, state = state })
    end
  end
  return zone
end

--- The zone's line in the data, without names.
local function find(name)
  local area, place = name:match "^([^/]+)/([^ ,]+)$"
  if not area then area, place = "", name:match "^[^/ ,]+$" end
  if not place then return nil end
  for rule, areas in data.rules:gmatch "([^ \n]+) ([^\n]+)" do
    for other, places in areas:gmatch "([^ /]*)/([^ ]+)" do
      if other == area and ("," .. places .. ","):find("," .. place .. ",", 1, true) then return rule end
    end
  end
  return nil
end

--- What may have been meant, as the end of a sentence: the same place written otherwise or in another area, or one that
--- begins and ends alike.
local function meant(name)
  local function plain(text) return (text:match "[^/]*$"):lower():gsub("%W", "_") end
  local wanted, same, alike = plain(name), {}, {}
  for _, areas in data.rules:gmatch "([^ \n]+) ([^\n]+)" do
    for area, places in areas:gmatch "([^ /]*)/([^ ]+)" do
      for place in places:gmatch "[^,]+" do
        local full, short = area == "" and place or area .. "/" .. place, plain(place)
        if short == wanted then same[full] = true end
        -- Only these are compared letter by letter, which is work.
        local ends_alike = short:byte() == wanted:byte() and short:byte(-1) == wanted:byte(-1)
        if ends_alike and math.abs(#short - #wanted) <= 2 then alike[full] = true end
      end
    end
  end
  if next(same) then return options.nearest(name, same, "such places") end
  local sentence = options.nearest(name, alike, "names")
  return sentence:find "did you mean" and sentence or "; names are such as \"America/New_York\""
end

local read_already = {}

--- Raises at the flow's line when there is no such zone. For other modules.
--- @param what string the function that was given it
--- @param zone any what was given
--- @return the zone's rules
function zones.check(what, zone)
  if type(zone) ~= "string" then
    options.raise(what .. ": the zone is missing, as in \"America/New_York\", not " .. tostring(zone))
  end
  if not read_already[zone] then
    local line = find(zone)
    if not line then options.raise(what .. ": there is no time zone '" .. zone .. "'" .. meant(zone)) end
    read_already[zone] = read(line)
  end
  return read_already[zone]
end

--- What holds in the zone at a time: offset, is_dst and abbreviation.
local function state_at(zone, time)
  for _, span in ipairs(zone.spans) do
    if span.from <= time and time < span.to then return span.state end
  end
  if not zone.daylight then return zone.standard end
  local year = dates.of((time + zone.standard.offset) // day_length)
  local begins = seconds_of(zone.begins, year) - zone.standard.offset
  local ends = seconds_of(zone.ends, year) - zone.daylight.offset
  local is_daylight
  if begins < ends then
    is_daylight = begins <= time and time < ends
  else
    is_daylight = time < ends or begins <= time
  end
  return is_daylight and zone.daylight or zone.standard
end

--- Whether there is a time zone of this name.
--- @param zone string such as "America/New_York"
--- @return boolean
function zones.known(zone)
  return type(zone) == "string" and (read_already[zone] or find(zone)) ~= nil
end

--- What the clocks of a zone show at a time.
---
--- @param zone string such as "America/New_York"
--- @param time number? seconds since 1970; now() if not given
--- @return table year, month, day, hour, min, sec; wday (1 is Sunday), yday (1 is January 1st); offset (seconds east of
---   UTC), is_dst, abbreviation ("EST")
function zones.local_time(zone, time)
  local rules = zones.check("zones.local_time", zone)
  if time == nil then time = now() end
  if type(time) ~= "number" or time ~= time or math.abs(time) > 1e12 then
    options.raise("zones.local_time: a time is seconds since 1970, not " .. tostring(time))
  end
  time = math.floor(time)
  local state = state_at(rules, time)
  local shown = time + state.offset
  local days, rest = shown // day_length, shown % day_length
  local year, month, day = dates.of(days)
  return {
    year = year, month = month, day = day,
    hour = rest // 3600, min = rest // 60 % 60, sec = rest % 60,
    wday = dates.wday(days), yday = days - dates.number(year, 1, 1) + 1,
    offset = state.offset, is_dst = state.is_dst, abbreviation = state.abbreviation,
  }
end

--- When the clocks of a zone show this. Fields may run over: day 32 of January is the first of February.
---
--- A time that the clocks skip is taken as if they had not been put forward yet: 2:30 is what they show as 3:30. Of one
--- that they show twice it is the first; with `later = true` the second.
--- @param zone string such as "America/New_York"
--- @param shown table year, month, day; hour, min and sec, 0 if not given; later
--- @return number, string? seconds since 1970; and "gap" for a time that is skipped, "overlap" for one shown twice
function zones.time(zone, shown)
  local rules = zones.check("zones.time", zone)
  if type(shown) ~= "table" then
    options.raise "zones.time: a table is needed, as in { year = 2026, month = 12, day = 24, hour = 9 }"
  end
  local function field(name, default)
    local value = shown[name]
    if value == nil then value = default end
    local whole = math.type(value) and math.tointeger(value)
    if not whole or math.abs(whole) > 1e9 then
      options.raise("zones.time: '" .. name .. "' must be a whole number, not " .. tostring(value))
    end
    return whole
  end
  local days = dates.number(field "year", field "month", field "day")
  local clock = days * day_length + field("hour", 0) * 3600 + field("min", 0) * 60 + field("sec", 0)

  -- No zone changes twice within two days: what holds a day before and a day after is all that may hold here.
  local before = clock - state_at(rules, clock - day_length).offset
  local after = clock - state_at(rules, clock + day_length).offset
  local fits_before = before + state_at(rules, before).offset == clock
  local fits_after = after + state_at(rules, after).offset == clock
  if not fits_before and not fits_after then return before, "gap" end
  if fits_before and fits_after and before ~= after then
    return shown.later and after or before, "overlap"
  end
  return fits_before and before or after
end

return zones
