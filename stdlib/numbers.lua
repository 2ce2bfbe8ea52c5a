--- Phone numbers: read as people write them, kept as E.164, written and spoken.
local codes = require "std.numbers_codes"
local options = require "std.options"

local numbers = {}

-- How many digits a number has without its code, where that is known: the least, the most.
local lengths = {
  ["1"] = { 10, 10 }, ["44"] = { 7, 10 }, ["55"] = { 8, 11 }, ["351"] = { 9, 9 }, ["34"] = { 9, 9 }, ["49"] = { 5, 13 },
  ["33"] = { 9, 9 }, ["52"] = { 10, 10 }, ["54"] = { 10, 11 }, ["61"] = { 6, 10 }, ["91"] = { 10, 11 },
  ["81"] = { 9, 10 },
}

-- Codes of services that belong to no country.
local worldwide = " 800 808 870 878 881 882 883 888 979 "

--- The calling code that digits begin with, its first country (nil for none), and the digits behind it; nil for none.
local function split(digits)
  for length = 1, 3 do
    local code = string.sub(digits, 1, length)
    if #code < length then return nil end
    local country = string.match(codes.list, " (%u%u)" .. code .. "%f[%D]")
    if country or string.find(worldwide, " " .. code .. " ", 1, true) then
      return code, country, string.sub(digits, length + 1)
    end
  end
end

--- A country's calling code, and what goes before a number at home as a pattern; raises for a country that there is
--- not.
local function home(what, country)
  local name = type(country) == "string" and string.match(country, "^%a%a$")
  local code, star = string.match(codes.list, " " .. (name and string.upper(name) or "%-") .. "(%d+)(%*?)")
  if not code then
    options.raise(what .. ": there is no country '" .. tostring(country) .. "'; two letters are, such as \"US\"")
  end
  return code, codes.trunks[string.upper(name)] or code == "1" and "1" or star == "*" and "0" or ""
end

--- What is wrong with a number of a code, as a reason; nil for nothing.
local function fault(code, digits)
  local known = lengths[code]
  if #digits < (known and known[1] or 4) then return "too_short" end
  if #digits > (known and known[2] or 15 - #code) then return "too_long" end
  if code == "1" and not string.find(digits, "^[2-9]%d%d[2-9]") then return "invalid" end
  return nil
end

--- What some countries write into a number that E.164 does not have.
local function normal(code, digits)
  -- Mobile phones of Mexico had a 1 once.
  if code == "52" and #digits == 11 then return (string.gsub(digits, "^1", "")) end
  if code == "54" and #digits == 12 then
    local area = require("std.numbers_formats").argentine_area(digits)
    if string.sub(digits, area + 1, area + 2) == "15" then
      return "9" .. string.sub(digits, 1, area) .. string.sub(digits, area + 3)
    end
  end
  -- Brazil: 0, the carrier, the number.
  if code == "55" and #digits > 11 then return string.sub(digits, 3) end
  return digits
end

--- A number of a country as people there dial it: code and digits, or nil and a reason.
local function at_home(what, digits, country)
  local code, trunk = home(what, country)
  local own = digits
  if trunk ~= "" and (code ~= "1" and code ~= "7" or #digits == 11) then own = string.gsub(digits, "^" .. trunk, "") end
  own = normal(code, own)
  local wrong = fault(code, own)
  if not wrong then return code, own end
  -- Perhaps the code is there, and only the plus is not.
  local behind = string.match(digits, "^" .. code .. "(%d+)$")
  if behind then
    behind = normal(code, behind)
    if not fault(code, behind) then return code, behind end
  end
  return nil, wrong
end

--- The text without an extension, and the extension if there is one.
local function without_extension(text)
  for _, ending in ipairs { ";%s*ext%s*=%s*(%d+)$", "[,;]?%s*ext[a-z]*%.?:?%s*(%d+)$", "%s*[x#]%s*(%d+)$" } do
    local from, _, extension = string.find(string.lower(text), ending)
    if from and from > 1 then return string.sub(text, 1, from - 1), extension end
  end
  return text
end

--- Reads a phone number as people write it.
---
---     numbers.parse("(425) 555-0123", "US")          --> "+14255550123"
---     numbers.parse("+44 (0)20 7946 0958")           --> "+442079460958"
---     numbers.parse("00 351 212 345 678 ext 9", "DE") --> "+351212345678", "9"
---
--- Lengths are checked where they are known (US and its code, GB, BR, PT, ES, DE, FR, MX, AR, AU, IN, JP), elsewhere
--- only that there are 4 to 15 digits with the code; whether somebody has the number is for the service to find out.
---
--- @param text string with digits, spaces, and any of + - . / ( ); tel: before and an extension behind are known
--- @param country string or nil two letters such as "US", for numbers without a calling code
--- @return the number as E.164, and its extension or nil; or nil and "empty", "not_a_number", "no_country",
---   "unknown_country_code", "too_short", "too_long" or "invalid"
function numbers.parse(text, country)
  local what = "numbers.parse"
  if type(text) ~= "string" then options.raise(what .. ": a number is a text, not " .. tostring(text)) end
  local abroad = "00"
  if country ~= nil then
    home(what, country)
    country = string.upper(country)
    abroad = codes.abroad[country] or string.find(codes.list, " " .. country .. "1[ *]") and "011" or "00"
  end
  local body, extension = without_extension((string.gsub(text, "^%s*[Tt][Ee][Ll]:", "")))
  -- Spaces and dashes that do not break, and the longer dash.
  body = string.gsub(string.gsub(body, "\u{A0}", " "), "\u{2011}", "-")
  body = string.gsub(body, "\u{2013}", "-")
  if not string.find(body, "%S") then return nil, "empty" end
  local plus, rest = string.match(body, "^[%s(]*(%+?)([%d%s%-%./()]*)$")
  if not plus then return nil, "not_a_number" end
  local inside = string.gsub(rest, "%(%s*0%s*%)", "")
  local digits = string.gsub(rest, "%D", "")
  if digits == "" then return nil, "not_a_number" end

  local foreign
  if plus == "+" then
    foreign = string.gsub(inside, "%D", "")
  elseif string.find(digits, "^" .. abroad) then
    foreign = string.gsub(string.gsub(inside, "%D", ""), "^" .. abroad, "")
  end
  local code, own
  if foreign then
    local _
    code, _, own = split(foreign)
    if not code then return nil, "unknown_country_code" end
    own = normal(code, own)
    local wrong = fault(code, own)
    if wrong then return nil, wrong end
  else
    if not country then return nil, "no_country" end
    code, own = at_home(what, digits, country)
    if not code then return nil, own end
  end
  return "+" .. code .. own, extension
end

--- The calling code, its first country and the digits of an E.164 number; nil and a reason for what is none.
local function taken_apart(number)
  local digits = type(number) == "string" and string.match(number, "^%+(%d+)$")
  if not digits then return nil, "not_a_number" end
  local code, country, own = split(digits)
  if not code then return nil, "unknown_country_code" end
  return code, country, own
end

--- The country of a number.
---
--- @param number string E.164, such as what parse returns; an identifier of another kind has none
--- @return two letters, such as "US", or "001" for services of no country; or nil and "not_a_number" or
---   "unknown_country_code"
function numbers.country(number)
  local code, country, own = taken_apart(number)
  if not code then return nil, country end
  for shared, beginnings in pairs(codes.shared[code] or {}) do
    for beginning in string.gmatch(beginnings, "%d+") do
      if string.sub(own, 1, #beginning) == beginning then return shared end
    end
  end
  return country or "001"
end

local styles = { national = true, international = true, e164 = true }

--- Writes a number as people do.
---
---     numbers.format("+14255550123", "national")        --> "(425) 555-0123"
---     numbers.format("+14255550123", "international")   --> "+1 425-555-0123"
---
--- Countries whose lengths are known, see parse, have their own form; the others are grouped in threes.
---
--- @param number string E.164
--- @param style string "national", "international" or "e164"
--- @return the number; or nil and "not_a_number" or "unknown_country_code"
function numbers.format(number, style)
  if not styles[style] then
    options.raise("numbers.format: unknown style '" .. tostring(style) .. "'"
      .. options.nearest(tostring(style), styles, "styles"))
  end
  local code, country, own = taken_apart(number)
  if not code then return nil, country end
  if style == "e164" then return number end
  local trunk = ""
  if country and style == "national" then
    local _, pattern = home("numbers.format", country)
    if pattern == "0" or pattern == "8" or pattern == "06" then trunk = pattern end
  end
  local written = require("std.numbers_formats").written(code, own, style, trunk)
  return style == "international" and "+" .. code .. " " .. written or written
end

--- A number in words, digit by digit in its groups: "four two five, five five five, zero one two three".
---
--- @param number string E.164
--- @param locale string such as "en-US"; a number of its region is said without the calling code
--- @return the words; or nil and "not_a_number" or "unknown_country_code"
function numbers.spoken(number, locale)
  local region = type(locale) == "string" and string.match(string.upper(locale), "[-_](%u%u)$")
  local is_own = region and numbers.country(number) == region
  local written, reason = numbers.format(number, is_own and "national" or "international")
  if not written then return nil, reason end
  return require("std.text").digits(written, locale)
end

return numbers
