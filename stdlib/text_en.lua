--- English words, for std.text.
local en = { minus = "minus", last_ordinal = 999999999999 }

en.digits = {
  [0] = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
}

local tens = { "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" }
local scales = {
  { 1000000000000, " trillion" }, { 1000000000, " billion" }, { 1000000, " million" }, { 1000, " thousand" },
}
local months = {
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
}
local weekdays = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }

--- Whether people say "one hundred five" and "November fifth", as in North America.
local function is_american(region) return region == nil or region == "US" or region == "CA" end

function en.point() return "point" end

function en.sign(sign, region)
  if sign == "+" then return "plus" end
  if sign == "*" then return "star" end
  if sign == "#" then return is_american(region) and "pound" or "hash" end
end

local function below_hundred(n)
  if n < 20 then return en.digits[n] end
  return tens[n // 10] .. (n % 10 > 0 and "-" .. en.digits[n % 10] or "")
end

local function below_thousand(n, joint)
  if n < 100 then return below_hundred(n) end
  return en.digits[n // 100] .. " hundred" .. (n % 100 > 0 and joint .. below_hundred(n % 100) or "")
end

function en.integer(n, region)
  local joint = is_american(region) and " " or " and "
  local said
  for _, scale in ipairs(scales) do
    if n >= scale[1] then
      said = (said and said .. " " or "") .. below_thousand(n // scale[1], joint) .. scale[2]
      n = n % scale[1]
    end
  end
  if not said then return below_thousand(n, joint) end
  if n == 0 then return said end
  return said .. (n < 100 and joint or " ") .. below_thousand(n, joint)
end

local ordinals = {
  one = "first", two = "second", three = "third", five = "fifth", eight = "eighth", nine = "ninth", twelve = "twelfth",
}

function en.ordinal(n, region)
  local before, last = string.match(en.integer(n, region), "^(.-)(%a+)$")
  return before .. (ordinals[last] or string.gsub(last, "y$", "ie") .. "th")
end

local function year_words(year, region)
  local century, rest = year // 100, year % 100
  if century < 10 or century % 10 == 0 and rest < 10 then return en.integer(year, region) end
  if rest == 0 then return below_hundred(century) .. " hundred" end
  return below_hundred(century) .. (rest < 10 and " oh " or " ") .. below_hundred(rest)
end

function en.date(year, month, day, weekday, region)
  local said
  if is_american(region) then
    said = (weekday and weekdays[weekday] .. ", " or "") .. months[month] .. " " .. en.ordinal(day, region)
  else
    said = (weekday and weekdays[weekday] .. " " or "") .. "the " .. en.ordinal(day, region) .. " of " .. months[month]
  end
  return year and said .. ", " .. year_words(year, region) or said
end

function en.time(hour, min)
  if min == 0 and hour % 12 == 0 then return hour == 0 and "midnight" or "noon" end
  local said = below_hundred((hour + 11) % 12 + 1)
  if min > 0 then said = said .. (min < 10 and " oh " or " ") .. below_hundred(min) end
  return said .. (hour < 12 and " AM" or " PM")
end

-- One and many.
en.units = {
  day = { "day", "days" }, hour = { "hour", "hours" }, minute = { "minute", "minutes" },
  second = { "second", "seconds" },
}

function en.count(n, noun, region) return en.integer(n, region) .. " " .. (n == 1 and noun[1] or noun[2]) end

-- One, many, one and many of the hundredths; and what goes before where others use the same name.
en.money = {
  USD = { "dollar", "dollars", "cent", "cents", "US " }, CAD = { "dollar", "dollars", "cent", "cents", "Canadian " },
  AUD = { "dollar", "dollars", "cent", "cents", "Australian " },
  NZD = { "dollar", "dollars", "cent", "cents", "New Zealand " },
  EUR = { "euro", "euros", "cent", "cents" }, GBP = { "pound", "pounds", "penny", "pence" },
  BRL = { "real", "reais", "centavo", "centavos" }, JPY = { "yen", "yen" },
  INR = { "rupee", "rupees", "paisa", "paise" },
  MXN = { "peso", "pesos", "centavo", "centavos", "Mexican " },
  ARS = { "peso", "pesos", "centavo", "centavos", "Argentine " }, CLP = { "peso", "pesos", nil, nil, "Chilean " },
  COP = { "peso", "pesos", "centavo", "centavos", "Colombian " },
  UYU = { "peso", "pesos", "centesimo", "centesimos", "Uruguayan " }, PEN = { "sol", "soles", "centimo", "centimos" },
  CHF = { "Swiss franc", "Swiss francs", "centime", "centimes" }, CNY = { "yuan", "yuan", "fen", "fen" },
  AOA = { "kwanza", "kwanzas", "centimo", "centimos" }, MZN = { "metical", "meticais", "centavo", "centavos" },
}

--- Whether dollars are other ones than those of the United States.
function en.knows_dollars(region) return region == "CA" or region == "AU" or region == "NZ" end

function en.sum(major, minor, name, qualified, region)
  local cents = minor > 0 and en.count(minor, { name[3], name[4] }, region)
  if major == 0 and cents then return cents end
  local before = qualified and name[5] or ""
  local said = en.count(major, { before .. name[1], before .. name[2] }, region)
  return cents and said .. " and " .. cents or said
end

function en.list(items, word, region)
  local count = #items
  if count < 3 then return table.concat(items, " " .. word .. " ") end
  return table.concat(items, ", ", 1, count - 1) .. (is_american(region) and ", " or " ") .. word .. " " .. items[count]
end

return en
