--- Texts with variables, and prompts in the language of the caller.
local texts = {}

--- Spoken forms, and whether each takes a word behind it, as in {sum|money USD}.
texts.forms = {
  number = false, ordinal = false, digits = false, date = false, time = false, duration = false, money = true,
  list = false,
}

--- Goes through a text: `plain(words)` for what stands there, `variable(path, form, argument)` for
--- {path|form argument}. `{{` is a brace. Gives nil, or what is wrong.
function texts.each(text, plain, variable)
  local at = 1
  while true do
    local brace = text:find("[{}]", at)
    if not brace then
      if at <= #text then plain(text:sub(at)) end
      return nil
    end
    if brace > at then plain(text:sub(at, brace - 1)) end
    local two = text:sub(brace, brace + 1)
    if two == "{{" or two == "}}" then
      plain(two:sub(1, 1))
      at = brace + 2
    elseif two:sub(1, 1) == "}" then
      return "a } without its {; write }} for a brace"
    else
      local stop = text:find("}", brace, true)
      if not stop then return "a { without its }; write {{ for a brace" end
      local inside = text:sub(brace + 1, stop - 1)
      local path, rest = inside:match "^%s*([%a_][%w_%.]*)%s*(.-)%s*$"
      local form, argument
      if path and rest ~= "" then
        form, argument = rest:match "^|%s*(%a+)%s*(.-)$"
        if not form then path = nil end
      end
      if not path or path:find("..", 1, true) or path:sub(-1) == "." then
        return "'{" .. inside .. "}' is no variable; write {name}, {name.part} or {name|date}"
      end
      local wrong = variable(path, form, argument ~= "" and argument or nil)
      if wrong then return wrong end
      at = stop + 1
    end
  end
end

--- The value of a path such as record.date; nil when a part of it is missing.
function texts.value(vars, path)
  local value = vars
  for part in path:gmatch "[^.]+" do
    if type(value) ~= "table" then return nil end
    local found = value[part]
    if found == nil and part:find "^%d+$" then found = value[math.tointeger(tonumber(part))] end
    value = found
  end
  return value
end

--- What std.text speaks of: an answer of a server has dates and times as text.
local function spoken(form, value, argument, locale)
  local text = require "std.text"
  if type(value) == "string" then
    local year, month, day, hour, min = value:match "^(%d%d%d%d)-(%d%d)-(%d%d)[T ]?(%d?%d?):?(%d?%d?)"
    if not year and form == "time" then hour, min = value:match "^(%d?%d):(%d%d)" end
    if form == "date" and year then
      value = { year = tonumber(year), month = tonumber(month), day = tonumber(day) }
    elseif form == "time" and hour and hour ~= "" then
      value = { hour = tonumber(hour), min = tonumber(min) or 0 }
    elseif form ~= "digits" then
      value = tonumber(value) or value
    end
  end
  if argument then return text[form](value, argument, locale) end
  return text[form](value, locale)
end

--- Raised inside a step whose text needs what is not there, or cannot be said; the runner makes an exit of it.
local missing = {}

--- A text with its variables filled in. `encode` is applied to each value.
function texts.fill(run, text, encode)
  if not text:find("[{}]") then return text end
  local parts = {}
  local function add(words) parts[#parts + 1] = words end
  texts.each(text, add, function(path, form, argument)
    local value = texts.value(run.vars, path)
    if value == nil or (type(value) == "table" and not form) then
      log.warning("a variable has no value", { chart = run.chart.name, step = run.step, variable = path })
      error(setmetatable({ path = path }, missing), 0)
    end
    if form then
      local is_said, said = pcall(spoken, form, value, argument, run.locale)
      if not is_said then
        log.warning("a variable cannot be said", {
          chart = run.chart.name, step = run.step, variable = path, form = form, reason = tostring(said),
        })
        error(setmetatable({ path = path }, missing), 0)
      end
      value = said
    end
    if math.type(value) == "float" and value == math.floor(value) then value = ("%.0f"):format(value) end
    value = tostring(value)
    add(encode and encode(value) or value)
  end)
  return table.concat(parts)
end

--- A value as it stands within an address.
function texts.encoded(value)
  return (value:gsub("[^%w%-%._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

--- Whether an error is that of a missing value.
function texts.is_missing(err) return type(err) == "table" and getmetatable(err) == missing end

--- Fills in the texts of a table and of those in it; a text that is one variable keeps the variable's type.
function texts.fill_all(run, value)
  if type(value) == "string" then
    local path = value:match "^{([%a_][%w_%.]*)}$"
    local found = path and texts.value(run.vars, path)
    if type(found) == "number" or type(found) == "boolean" or type(found) == "table" then return found end
    return texts.fill(run, value)
  end
  if type(value) ~= "table" or getmetatable(value) ~= nil then return value end
  local filled = {}
  for name, item in pairs(value) do filled[name] = texts.fill_all(run, item) end
  return filled
end

local kinds = { "text", "file", "ssml" }

--- Adds the sources of one value: a text, a table by language, or a list of those.
local function add(run, kind, value, sources, inside)
  if type(value) == "string" then
    sources[#sources + 1] = { [kind] = texts.fill(run, value) }
  elseif value[1] ~= nil then
    for _, item in ipairs(value) do add(run, kind, item, sources, true) end
  elseif value[run.language] ~= nil then
    add(run, kind, value[run.language], sources, inside)
  else
    -- What there is in no other language is said in its own: each line of a language menu is.
    local name = value[run.first_language] ~= nil and run.first_language or next(value)
    local language, from = run.languages[name], #sources + 1
    add(run, kind, value[name], sources, inside)
    if kind == "text" then
      for index = from, #sources do sources[index].voice, sources[index].locale = language.voice, language.locale end
    end
  end
end

--- What `play` and `recognize` are given for a prompt: a text (or one by language), or a table with text, file, ssml
--- or sources.
function texts.prompt(run, given)
  local sources = {}
  if type(given) == "string" or not (given.text or given.file or given.ssml or given.sources) then
    add(run, "text", given, sources)
  elseif given.sources then
    for _, source in ipairs(given.sources) do
      for _, kind in ipairs(kinds) do
        if source[kind] then add(run, kind, source[kind], sources) end
      end
    end
  else
    for _, kind in ipairs(kinds) do
      if given[kind] then add(run, kind, given[kind], sources) end
    end
  end
  local one = sources[1]
  if #sources == 1 and not one.locale then return one end
  return { sources = sources }
end

return texts
