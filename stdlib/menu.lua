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
  end

  local reason
  for _ = 0, options.retries or 2 do
    local heard, err = call:recognize {
      text = options.text, file = options.file, voice = options.voice, locale = options.locale,
      operation_context = options.operation_context,
      dtmf = { max = 1 },
      initial_silence_timeout = options.timeout,
    }
    if heard then
      local choice = options.choices[heard.tones]
      if choice ~= nil then return choice end
      reason = "no_match"
      if options.no_match then call:play { text = options.no_match } end
    elseif err.reason == "initial_silence" then
      reason = "no_input"
      if options.no_input then call:play { text = options.no_input } end
    else
      return nil, err.reason
    end
  end
  return nil, reason
end

return menu
