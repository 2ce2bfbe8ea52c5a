--- Dates: the arithmetic of the calendar, and days that are told by a rule, such as holidays.
local options = require "std.options"

local dates = {}

--- Days of the week, from Sunday as in `wday`.
dates.weekdays = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" }

local months = {
  january = 1, february = 2, march = 3, april = 4, may = 5, june = 6,
  july = 7, august = 8, september = 9, october = 10, november = 11, december = 12,
}
local places = { first = 1, second = 2, third = 3, fourth = 4, fifth = 5, last = 5 }
local wday_of = {}
for wday, name in ipairs(dates.weekdays) do wday_of[name] = wday end

--- Days from 1970-01-01 to a date. Months and days may run over, as in month 13 or day 0.
--- @return integer
function dates.number(year, month, day)
  year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
  -- Years begin in March, so that the leap day is the last.
  if month <= 2 then year, month = year - 1, month + 12 end
  return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 719469
end

--- The date of such a number.
--- @return integer, integer, integer year, month and day
function dates.of(number)
  local days = number + 719468
  local era, rest = days // 146097, days % 146097
  local year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
  local day = rest - (365 * year + year // 4 - year // 100)
  local month = (5 * day + 2) // 153
  year = year + era * 400
  if month >= 10 then year = year + 1 end
  return year, (month + 2) % 12 + 1, day - (153 * month + 2) // 5 + 1
end

--- The day of the week of such a number: 1 is Sunday.
--- @return integer
function dates.wday(number) return (number + 4) % 7 + 1 end

--- The number of the first, second, … or last (5) such day of a month; one that there is not is nil.
--- @return integer?
function dates.nth(year, month, place, wday, is_last)
  local first = dates.number(year, month, 1)
  local day = first + (wday - dates.wday(first)) % 7 + 7 * (place - 1)
  if day < dates.number(year, month + 1, 1) then return day end
  return is_last and day - 7 or nil
end

--- Easter Sunday of the western churches.
local function easter(year)
  local golden, century = year % 19, year // 100
  local moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
  moon = moon - (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
  local sunday = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
  local month = 3 + (sunday + 40) // 44
  return dates.number(year, month, sunday + 28 - 31 * (month // 4))
end

--- Easter Sunday of the orthodox churches, by the Julian calendar.
local function orthodox_easter(year)
  local moon = (19 * (year % 19) + 15) % 30
  local days = moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114
  return dates.number(year, days // 31, days % 31 + 1) + year // 100 - year // 400 - 2
end

--- The day's number, or nil where the month has no such day.
local function real(year, month, day)
  local number = dates.number(year, month, day)
  local _, real_month = dates.of(number)
  return real_month == month and number or nil
end

--- A rule without what is added to it: a function from years to the day's number or nil; or nil and what is wrong.
local function base_of(text)
  local year, month, day = text:match "^(%d%d%d%d)%-(%d%d?)%-(%d%d?)$"
  if year then
    year = tonumber(year)
    local number = real(year, tonumber(month), tonumber(day))
    if not number then return nil, "there is no such day" end
    return function(of) return of == year and number or nil end
  end
  month, day = text:match "^(%d%d?)%-(%d%d?)$"
  if month then
    month, day = tonumber(month), tonumber(day)
    -- 2028 has a leap day.
    if not real(2028, month, day) then return nil, "there is no such day" end
    return function(of) return real(of, month, day) end
  end
  if text == "easter" then return easter end
  if text == "orthodox easter" then return orthodox_easter end
  local place, weekday, of_month = text:match "^(%a+) (%a+) of (%a+)$"
  if not place then
    return nil, "days are such as \"2026-12-24\", \"12-25\", \"easter +1\" or \"fourth thursday of november\""
  end
  if not places[place] then return nil, "'" .. place .. "' is none" .. options.nearest(place, places, "they") end
  local wday, known_month = wday_of[weekday], months[of_month]
  if not wday then
    return nil, "there is no day '" .. weekday .. "'" .. options.nearest(weekday, wday_of, "days")
  end
  if not known_month then
    return nil, "there is no month '" .. of_month .. "'" .. options.nearest(of_month, months, "months")
  end
  return function(of) return dates.nth(of, known_month, places[place], wday, place == "last") end
end

--- A day told by a rule: "2026-12-24", "12-25" (every year), "easter", "orthodox easter", "last monday of may", "fourth
--- thursday of november"; each may end in days to add, as in "easter -2" or "fourth thursday of november +1".
--- @param text string the rule
--- @return function? from a year to the list of the days' numbers in it; nil and what is wrong when it is no rule
function dates.rule(text)
  if type(text) ~= "string" then return nil, "a day is a text, such as \"12-25\", not " .. tostring(text) end
  local plain = text:lower():gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  -- A blank or a word stands before what is added: the day of "12-25" is nothing to take away.
  local base, sign, added = plain:match "^(.+) ([+-]) ?(%d+)$"
  if not base then base, sign, added = plain:match "^(.*%a)([+-]) ?(%d+)$" end
  if not base then base, added = plain, "0" end
  local day_of, wrong = base_of(base)
  if not day_of then return nil, "'" .. text .. "': " .. wrong end
  local shift = (sign == "-" and -1 or 1) * tonumber(added)
  if math.abs(shift) > 366 then return nil, "'" .. text .. "': at most 366 days can be added" end
  return function(year)
    local found = {}
    for near = year - 1, year + 1 do
      local number = day_of(near)
      if number and dates.of(number + shift) == year then found[#found + 1] = number + shift end
    end
    return found
  end
end

--- Minutes since midnight of a clock time such as "9:00" or "17".
--- @return integer? nil for what is none; 1440 for "24:00"
function dates.minutes(text)
  local hour, minute = text:match "^(%d%d?):(%d%d)$"
  if not hour then hour, minute = text:match "^%d%d?$", 0 end
  hour, minute = tonumber(hour), tonumber(minute)
  if not hour or minute > 59 or hour * 60 + minute > 1440 then return nil end
  return hour * 60 + minute
end

return dates
