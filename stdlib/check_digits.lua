--- Check digits, for std.collect: whether a number can be one at all.
local options = require "std.options"

local check_digits = {}

--- The digits from the last to the first, each with its place from 1 on.
local function backwards(digits)
  local place = 0
  return function()
    place = place + 1
    if place <= #digits then return place, string.byte(digits, -place) - 48 end
  end
end

-- Each is told digits only.
local checks = {}

--- Cards and IMEIs: from the end every second digit counts twice.
function checks.luhn(digits)
  local sum = 0
  for place, digit in backwards(digits) do
    if place % 2 == 0 then digit = digit < 5 and digit * 2 or digit * 2 - 9 end
    sum = sum + digit
  end
  return sum % 10 == 0
end

--- ISO 7064, as in an IBAN that is all digits: the rest by 97 is 1.
function checks.mod97(digits)
  local rest = 0
  for digit in string.gmatch(digits, "%d") do rest = (rest * 10 + digit) % 97 end
  return rest == 1
end

--- ISBN-10, NHS numbers: from the end the digits count 1 to 10 times, then from 1 on again.
function checks.mod11(digits)
  local sum = 0
  for place, digit in backwards(digits) do sum = sum + digit * ((place - 1) % 10 + 1) end
  return sum % 11 == 0
end

--- EAN, UPC, ISBN-13: from the end every second digit counts three times.
function checks.ean(digits)
  local sum = 0
  for place, digit in backwards(digits) do sum = sum + digit * (place % 2 == 0 and 3 or 1) end
  return sum % 10 == 0
end

--- The check of a name; a name that there is not is a mistake of the flow's.
---
--- @param what string the function that is told the name
--- @param name string "luhn", "mod97", "mod11" or "ean"
--- @return a function of digits that returns true or false
function check_digits.named(what, name)
  if type(name) ~= "string" then
    options.raise(what .. ": a check is a name, such as \"luhn\", or a function, not " .. tostring(name))
  end
  if not checks[name] then
    options.raise(what .. ": unknown check '" .. name .. "'" .. options.nearest(name, checks, "checks"))
  end
  return checks[name]
end

return check_digits
