--- Key menus: ask, and ask again when nothing or something else was pressed.
local menu = {}

local known = {
  text = true, file = true, choices = true, retries = true, no_input = true, no_match = true,
  timeout = true, voice = true, locale = true, operation_context = true,
}

--- Asks for one key and returns what the key stands for.
---
--- @param call table the call
--- @param options table
---   text or file     the prompt
---   choices          a table from keys to values, such as { ["1"] = "sales" }
---   retries          how often to ask again; 2 if not given
---   no_input         text played before asking again when nothing was pressed
---   no_match         text played before asking again when another key was pressed
---   timeout          seconds until the first key; 5 if not given
--- @return the choice, or nil and "no_input", "no_match" or the reason of a failure
function menu.ask(call, options)
  if type(options) ~= "table" or type(options.choices) ~= "table" then
    error("menu.ask: choices are missing, as in { text = \"…\", choices = { [\"1\"] = \"sales\" } }", 2)
  end
  for name in pairs(options) do
    if not known[name] then error("menu.ask: unknown option '" .. tostring(name) .. "'", 2) end
  end
  if next(options.choices) == nil then error("menu.ask: there is nothing to choose from", 2) end
  for key in pairs(options.choices) do
    if type(key) ~= "string" or #key ~= 1 then
      error("menu.ask: a choice is one key in quotes, as in [\"1\"], not " .. tostring(key), 2)
    end
    if not string.find("0123456789ABCD#*", key, 1, true) then
      error("menu.ask: no phone has the key '" .. key .. "'; keys are 0-9, A-D, # and *", 2)
    end
  end
  local retries = options.retries == nil and 2 or options.retries
  if math.type(retries) ~= "integer" or retries < 0 or retries > 100 then
    error("menu.ask: retries must be a whole number from 0 to 100, not " .. tostring(options.retries), 2)
  end

  local reason
  for turn = 0, retries do
    local heard, err = call:recognize {
      text = options.text, file = options.file, voice = options.voice, locale = options.locale,
      operation_context = options.operation_context,
      dtmf = { max = 1 },
      initial_silence_timeout = options.timeout,
    }
    local again
    if heard then
      local choice = options.choices[heard.tones]
      if choice ~= nil then return choice end
      reason, again = "no_match", options.no_match
    elseif err.reason == "initial_silence" then
      reason, again = "no_input", options.no_input
    else
      return nil, err.reason
    end
    -- What asks for another try is not said when there is none.
    if again and turn < retries then
      call:play { text = again, voice = options.voice, locale = options.locale }
    end
  end
  return nil, reason
end

return menu
