--- How phone numbers are written, for std.numbers.
---
--- A row for each kind of number: how it begins (a pattern), then how it is written at home and abroad; # is a digit, ~
--- one that is left out, * all that remain. The first row counts that begins so and has as many digits.
local formats = {}

formats["1"] = { { "", "(###) ###-####", "###-###-####" } }

formats["44"] = {
  { "^2", "0## #### ####", "## #### ####" }, { "^11", "0### ### ####", "### ### ####" },
  { "^1%d1", "0### ### ####", "### ### ####" }, { "^1", "0#### ######", "#### ######" },
  { "^1", "0#### #####", "#### #####" }, { "^7", "0#### ######", "#### ######" },
  { "", "0### ### ####", "### ### ####" }, { "", "0### ######", "### ######" }, { "", "0### ####", "### ####" },
}

formats["55"] = {
  { "^[38]00", "0### ### ####", "### ### ####" }, { "", "(##) #####-####", "## #####-####" },
  { "", "(##) ####-####", "## ####-####" }, { "", "####-####", "####-####" },
}

formats["351"] = { { "^2[12]", "## ### ####", "## ### ####" }, { "", "### ### ###", "### ### ###" } }

formats["34"] = { { "^[89]00", "### ### ###", "### ### ###" }, { "", "### ## ## ##", "### ## ## ##" } }

formats["33"] = { { "^8", "0 ### ## ## ##", "### ## ## ##" }, { "", "0# ## ## ## ##", "# ## ## ## ##" } }

formats["52"] = {
  { "^55", "## #### ####", "## #### ####" }, { "^56", "## #### ####", "## #### ####" },
  { "^33", "## #### ####", "## #### ####" }, { "^81", "## #### ####", "## #### ####" },
  { "", "### ### ####", "### ### ####" },
}

formats["61"] = {
  { "^13", "## ## ##", "######" }, { "^1", "#### ### ###", "#### ### ###" }, { "^4", "0### ### ###", "### ### ###" },
  { "", "(0#) #### ####", "# #### ####" },
}

formats["91"] = {
  { "^1800", "#### ### ####", "#### ### ####" }, { "^1800", "#### ## ####", "#### ## ####" },
  { "^[6-9][6-9]", "0##### #####", "##### #####" }, { "^7[0-5]", "0##### #####", "##### #####" },
  { "^8[1-57-9]", "0##### #####", "##### #####" }, { "^9", "0##### #####", "##### #####" },
  { "^11", "0## #### ####", "## #### ####" }, { "^[23][02]", "0## #### ####", "## #### ####" },
  { "^33", "0## #### ####", "## #### ####" }, { "^4[04]", "0## #### ####", "## #### ####" },
  { "^[78][09]", "0## #### ####", "## #### ####" }, { "", "0### ### ####", "### ### ####" },
}

formats["81"] = {
  { "^120", "0###-###-###", "###-###-###" }, { "^[36]", "0#-####-####", "#-####-####" },
  { "^[25-9]0", "0##-####-####", "##-####-####" },
  { "", "0##-###-####", "##-###-####" }, { "^800", "0###-###-####", "###-###-####" }, { "", "0##-###-####",
  "##-###-####" },
}

-- Area codes of Germany have two to five digits. Those of five, in the east, are split after four.
formats["49"] = {
  { "^30", "0## *", "## *" }, { "^40", "0## *", "## *" }, { "^69", "0## *", "## *" }, { "^89", "0## *", "## *" },
  { "^15", "0#### *", "#### *" }, { "^1", "0### *", "### *" }, { "^800", "0### *", "### *" },
  { "^20[1-389]", "0### *", "### *" }, { "^21[124]", "0### *", "### *" }, { "^228", "0### *", "### *" },
  { "^23[14]", "0### *", "### *" }, { "^3[35-9][15]", "0### *", "### *" }, { "^34[015]", "0### *", "### *" },
  { "^906", "0### *", "### *" }, { "^2%d1", "0### *", "### *" }, { "^4[2-9]1", "0### *", "### *" },
  { "^[579][1-9]1", "0### *", "### *" }, { "^[68][1-8]1", "0### *", "### *" }, { "", "0#### *", "#### *" },
}

-- Argentina writes 15 into its mobile numbers, and abroad a 9 before them.
formats["54"] = {
  { "^800", "0###-###-####", "###-###-####" }, { "^911", "~0## 15-####-####", "# ## ####-####" },
  { "^9", "~0### 15-###-####", "# ### ###-####", 3 }, { "^9", "~0#### 15-##-####", "# #### ##-####" },
  { "^11", "0## ####-####", "## ####-####" }, { "", "0### ###-####", "### ###-####", 3 },
  { "", "0#### ##-####", "#### ##-####" },
}

-- Area codes of three digits there; 11 is Buenos Aires, all others have four.
local argentine = " 220 221 223 230 236 237 249 260 261 263 264 266 280 291 294 297 298 299 336 341 342 343 345 348 "
  .. "351 353 358 362 364 370 376 379 380 381 383 385 387 388 "

--- How many digits the area code of an Argentine number has.
function formats.argentine_area(digits)
  if string.find(digits, "^11") then return 2 end
  return string.find(argentine, " " .. string.sub(digits, 1, 3) .. " ", 1, true) and 3 or 4
end

--- Whether the row is for these digits.
local function fits(row, digits)
  if not string.find(digits, row[1]) then return false end
  local _, places = string.gsub(row[2], "[#~]", "")
  local rest = string.find(row[2], "*", 1, true)
  if not (places == #digits or rest and places < #digits) then return false end
  return not row[4] or formats.argentine_area((string.gsub(digits, "^9", ""))) == row[4]
end

--- The digits in the places of a template.
local function fill(template, digits)
  local place = 0
  return (string.gsub(template, "[#~*]", function(sign)
    if sign == "*" then return string.sub(digits, place + 1) end
    place = place + 1
    return sign == "#" and string.sub(digits, place, place) or ""
  end))
end

--- In threes, the last ones perhaps four: where nobody says how.
local function grouped(digits)
  if #digits == 8 then return fill("#### ####", digits) end
  local groups = {}
  while #digits > 4 do
    groups[#groups + 1] = string.sub(digits, 1, 3)
    digits = string.sub(digits, 4)
  end
  groups[#groups + 1] = digits
  return table.concat(groups, " ")
end

--- A number without its code, as it is written.
---
--- @param code string the calling code
--- @param digits string the national number
--- @param style string "national" or "international"
--- @param trunk string what goes before it at home
function formats.written(code, digits, style, trunk)
  for _, row in ipairs(formats[code] or {}) do
    if fits(row, digits) then return fill(style == "national" and row[2] or row[3], digits) end
  end
  if style == "international" or trunk == "" then return grouped(digits) end
  return trunk .. (trunk == "0" and "" or " ") .. grouped(digits)
end

return formats
