--- Numbers, dates, times, durations, sums and lists in words, so that every voice says them right.
---
--- A locale is such as "en-US": languages are en, es and pt. Regions matter where people speak differently: en-US and
--- en-CA say "one hundred five", other English ones "one hundred and five"; pt and pt-BR say "dezesseis", others
--- "dezasseis"; es-MX and its neighbours say "punto", others "coma". The words of a language are loaded when they are
--- needed.
local options = require "std.options"

local text = {}

local languages = { en = "std.text_en", es = "std.text_es", pt = "std.text_pt" }

--- The words of a locale's language, and its region.
local function language(what, locale)
  if type(locale) ~= "string" then
    options.raise(what .. ": a locale is missing, such as \"en-US\"; given is " .. tostring(locale))
  end
  local name, region = string.match(locale, "^(%a%a)$"), nil
  if not name then name, region = string.match(locale, "^(%a%a)[-_](%a%a)$") end
  local module = name and languages[string.lower(name)]
  if not module then
    options.raise(what .. ": there are no words for '" .. locale .. "'; languages are en, es, pt, as in \"en-US\"")
  end
  return require(module), region and string.upper(region)
end

local known_of_number = {
  gender = function(value)
    return value ~= "masculine" and value ~= "feminine" and "must be \"masculine\" or \"feminine\"" or nil
  end,
}

local function is_whole(value) return type(value) == "number" and value == math.floor(value) end

--- A number that has words, as a whole one if it is; anything else is a mistake.
local function check_number(what, n)
  if type(n) ~= "number" or not (n > -1e15 and n < 1e15) then
    options.raise(what .. ": a number of less than 16 digits is needed, not " .. tostring(n))
  end
  return is_whole(n) and math.tointeger(n) or n
end

--- A number's whole part, and its digits behind the point: ten at most, as many as are sure.
local function split(n)
  local digits = string.format("%.15g", n)
  if string.find(digits, "e", 1, true) then digits = string.format("%.10f", n) end
  local whole, fraction = string.match(digits, "^(%d+)%.?(%d*)$")
  return math.tointeger(tonumber(whole)), (string.gsub(fraction, "0+$", ""))
end

--- "one hundred five", "minus three point one four".
---
--- @param n number less than 16 digits, with ten behind the point at most
--- @param locale string
--- @param given table or nil { gender = "masculine" or "feminine" } of the noun that follows, where a language cares:
---   pt "duas", es "un", "una"; without it es says "uno"
--- @return the words
function text.number(n, locale, given)
  local what = "text.number"
  local words, region = language(what, locale)
  n = check_number(what, n)
  local gender = options.check(what, given or {}, known_of_number).gender
  local whole, fraction = split(math.abs(n))
  local said = words.integer(whole, region, gender)
  if fraction ~= "" then
    said = said .. " " .. words.point(region)
    for digit in string.gmatch(fraction, "%d") do said = said .. " " .. words.digits[tonumber(digit)] end
  end
  return n < 0 and (whole > 0 or fraction ~= "") and words.minus .. " " .. said or said
end

--- "twenty-first"; pt "vigésimo primeiro", es "vigésima primera".
---
--- @param n number whole, from 1 on; in pt and es to 1,000
--- @param locale string
--- @param given table or nil { gender = "masculine" or "feminine" }; masculine if not given
--- @return the words
function text.ordinal(n, locale, given)
  local what = "text.ordinal"
  local words, region = language(what, locale)
  local gender = options.check(what, given or {}, known_of_number).gender
  if not is_whole(n) or n < 1 or n > words.last_ordinal then
    options.raise(what .. ": a whole number from 1 to " .. words.last_ordinal .. " is needed, not " .. tostring(n))
  end
  return words.ordinal(math.tointeger(n), region, gender)
end

--- A number or a code, one digit after the other: "four two five, five five five". What is no digit or letter is a
--- pause; a plus, # and * have their names.
---
--- @param value string or number such as "425-555" or "A12"
--- @param locale string
--- @param given table or nil { group = how many digits are said without a pause }
--- @return the words
function text.digits(value, locale, given)
  local what = "text.digits"
  local words, region = language(what, locale)
  local group = options.check(what, given or {}, { group = { "whole", 1, 100 } }).group
  if is_whole(value) and value >= 0 and value < 1e15 then value = tostring(math.tointeger(value)) end
  if type(value) ~= "string" or not string.find(value, "[%w+#*]") then
    options.raise(what .. ": a text with digits or a whole number is needed, not " .. tostring(value))
  end
  local said, count, pauses = "", 0, false
  for sign in string.gmatch(value, ".") do
    local word = string.find(sign, "[%w+#*]") and (words.digits[tonumber(sign)] or words.sign(sign, region) or sign)
    if word then
      if group and count == group then pauses, count = true, 0 end
      if said ~= "" then said = said .. (pauses and ", " or " ") end
      said, count, pauses = said .. word, count + 1, false
    else
      pauses = true
    end
  end
  return said
end

--- The day of the week, 1 for Sunday.
local function weekday(year, month, day)
  return (os.time { year = year, month = month, day = day, hour = 12 } // 86400 + 4) % 7 + 1
end

local function days_of(year, month)
  if month == 2 then return (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) and 29 or 28 end
  return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
end

--- The parts of a time: those of a table, or of seconds since 1970, in UTC.
local function parts(what, value)
  if type(value) == "number" then return os.date("!*t", math.floor(value)) end
  if type(value) == "table" then return value end
  options.raise(what .. ": a table or seconds since 1970 are needed, not " .. tostring(value))
end

local function check_part(what, name, value, least, most)
  if is_whole(value) and value >= least and value <= most then return math.tointeger(value) end
  options.raise(what .. ": " .. name .. " must be a whole number from " .. least .. " to " .. most .. ", not "
    .. tostring(value))
end

--- "November twenty-seventh, twenty twenty-six"; en-GB "the twenty-seventh of November, …".
---
--- @param value table or number { year, month, day }, where the year may be missing, such as what zones.local_time
---   gives; or seconds since 1970, whose day in UTC is said
--- @param locale string
--- @param given table or nil { weekday = true to begin with "Friday", year = false to leave the year out }
--- @return the words
function text.date(value, locale, given)
  local what = "text.date"
  local words, region = language(what, locale)
  given = options.check(what, given or {}, { weekday = "boolean", year = "boolean" })
  local date = parts(what, value)
  local year = date.year and check_part(what, "year", date.year, 1, 9999)
  local month = check_part(what, "month", date.month, 1, 12)
  local day = check_part(what, "day", date.day, 1, days_of(year or 2000, month))
  if given.weekday and not year then options.raise(what .. ": the day of the week needs a year") end
  return words.date(given.year ~= false and year or nil, month, day, given.weekday and weekday(year, month, day),
    region)
end

--- "nine oh five AM"; pt "nove horas e cinco minutos"; es "las nueve y cinco de la mañana".
---
--- @param value table or number { hour, min }, such as what zones.local_time gives; or seconds since 1970, in UTC
--- @param locale string
--- @return the words
function text.time(value, locale)
  local what = "text.time"
  local words, region = language(what, locale)
  local time = parts(what, value)
  local hour = check_part(what, "hour", time.hour, 0, 23)
  return words.time(hour, check_part(what, "min", time.min or 0, 0, 59), region)
end

local unit_names = { "day", "hour", "minute", "second" }
local unit_seconds = { 86400, 3600, 60, 1 }

--- "one hour, two minutes, and five seconds".
---
--- @param seconds number not negative; whole seconds are said
--- @param locale string
--- @param given table or nil { units = how many units are said at most, rounded: with 1 "two hours" }
--- @return the words
function text.duration(seconds, locale, given)
  local what = "text.duration"
  local words, region = language(what, locale)
  local units = options.check(what, given or {}, { units = { "whole", 1, 4 } }).units or 4
  seconds = check_number(what, seconds)
  if seconds < 0 then options.raise(what .. ": seconds cannot be negative, as " .. tostring(seconds) .. " is") end
  local rest = math.tointeger((seconds + 0.5) // 1)
  local first = 1
  while first < 4 and rest < unit_seconds[first] do first = first + 1 end
  local last = math.min(first + units - 1, 4)
  -- What is rounded up may fill a bigger unit: 59 minutes and 50 seconds are an hour.
  rest = (rest + unit_seconds[last] // 2) // unit_seconds[last] * unit_seconds[last]
  local said = {}
  for index = 1, last do
    local count = rest // unit_seconds[index]
    rest = rest % unit_seconds[index]
    if count > 0 then said[#said + 1] = words.count(count, words.units[unit_names[index]], region) end
  end
  if #said == 0 then return words.count(0, words.units.second, region) end
  return words.list(said, "and", region)
end

-- Whose people call it by its first name alone: dollars, pesos.
local home = {
  USD = "US", CAD = "CA", AUD = "AU", NZD = "NZ", MXN = "MX", ARS = "AR", CLP = "CL", COP = "CO", UYU = "UY",
}

-- Those that have no hundredth part in use.
local without_minor = { JPY = true, CLP = true }

--- "twelve dollars and fifty cents".
---
--- @param amount number in whole units, such as 12.5; rounded to hundredths, less than 14 digits
--- @param currency string such as "USD"; AOA, ARS, AUD, BRL, CAD, CHF, CLP, CNY, COP, EUR, GBP, INR, JPY, MXN, MZN,
---   NZD, PEN, USD, UYU have names
--- @param locale string
--- @return the words
function text.money(amount, currency, locale)
  local what = "text.money"
  local words, region = language(what, locale)
  amount = check_number(what, amount)
  if math.abs(amount) >= 1e13 then
    options.raise(what .. ": an amount of less than 14 digits is needed, not " .. tostring(amount))
  end
  local name = words.money[currency]
  if not name then
    options.raise(what .. ": unknown currency '" .. tostring(currency) .. "'"
      .. options.nearest(tostring(currency), words.money, "currencies"))
  end
  local scale = without_minor[currency] and 1 or 100
  local total = math.tointeger((math.abs(amount) * scale + 0.5) // 1)
  local major, minor = total // scale, total % scale
  local qualified = home[currency] and home[currency] ~= region and (currency ~= "USD" or words.knows_dollars(region))
  local said = words.sum(major, minor, name, qualified, region)
  return amount < 0 and total > 0 and words.minus .. " " .. said or said
end

--- "a, b, and c"; en-GB "a, b and c", pt "a, b e c", es "a, b y c".
---
--- @param items table texts or numbers in order
--- @param locale string
--- @param given table or nil { word = "or" in place of "and" }
--- @return the words; "" for no items
function text.list(items, locale, given)
  local what = "text.list"
  local words, region = language(what, locale)
  local word = options.check(what, given or {}, {
    word = function(value) return value ~= "and" and value ~= "or" and "must be \"and\" or \"or\"" or nil end,
  }).word or "and"
  if type(items) ~= "table" then options.raise(what .. ": a list is needed, not " .. tostring(items)) end
  local said = {}
  for index, item in ipairs(items) do
    if type(item) ~= "string" and type(item) ~= "number" then
      options.raise(what .. ": item " .. index .. " must be a text or a number, not " .. tostring(item))
    end
    said[index] = tostring(item)
  end
  return words.list(said, word, region)
end

return text
