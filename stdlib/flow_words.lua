--- Words of messages about charts: paths and nearest names. Needed only when something is wrong, or drawn.
local options = require "std.options"

local words = {}

--- A path as one would write it: steps.main.keys["1"].
function words.path(path)
  local text = ""
  for _, part in ipairs(path) do
    if type(part) == "string" and part:find "^[%a_][%w_]*$" then
      text = text .. (text == "" and "" or ".") .. part
    else
      text = text .. (type(part) == "string" and ("[%q]"):format(part) or "[" .. tostring(part) .. "]")
    end
  end
  return text
end

--- "; did you mean 'account'?" for the nearest of the keys of `known`, else "; steps are a, b".
function words.hint(name, known, what)
  if next(known) == nil then return "" end
  return options.nearest(tostring(name), known, what)
end

--- The keys of a table in a row: "a, b and c".
function words.list(known)
  local names = {}
  for name in pairs(known) do names[#names + 1] = tostring(name) end
  local last = table.remove(names)
  return #names == 0 and tostring(last) or table.concat(names, ", ") .. " and " .. last
end

--- A value, short enough for a message.
function words.shown(value)
  if type(value) == "string" then
    -- Cut before a letter, not within one.
    if #value > 30 then value = value:sub(1, utf8.offset(value, 0, 31) - 1) .. "…" end
    return ("%q"):format(value)
  end
  if type(value) == "table" or type(value) == "function" then return "a " .. type(value) end
  return tostring(value)
end

return words
