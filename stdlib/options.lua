--- Options of the modules in std: what is given is checked, and mistakes are raised at the flow's own line.
local options = {}

-- The options of a prompt, with what each must be.
local prompt_options = {
  text = "texts", file = "texts", ssml = "texts", sources = "table",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text", cache_id = "text",
}

-- The same of each of its sources.
local source_options = {
  text = "text", file = "text", ssml = "text",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text", cache_id = "text",
}

-- What a prompt can be made of; one of them at a time.
local contents = { "text", "file", "ssml", "sources" }

local function shown(value)
  if type(value) == "string" then return tonumber(value) and value .. " (a text)" or '"' .. value .. '"' end
  if type(value) == "table" or type(value) == "function" then return "a " .. type(value) end
  return tostring(value)
end

--- Raises a mistake at the line that called into std, however many functions of std lie between.
---
--- @param text string the whole sentence
function options.raise(text)
  for level = 2, 30 do
    -- pcall is a level of its own; an empty text gets the place alone.
    local _, place = pcall(error, "", level + 1)
    if place ~= "" and not string.find(place, "^std/") then error(text, level) end
  end
  error(text, 2)
end

--- The number of edits between two words; two neighbours that changed places are one.
local function distance(left, right)
  local before, above = {}, {}
  for j = 0, #right do above[j] = j end
  for i = 1, #left do
    local row = { [0] = i }
    for j = 1, #right do
      local same = string.byte(left, i) == string.byte(right, j)
      row[j] = math.min(row[j - 1] + 1, above[j] + 1, above[j - 1] + (same and 0 or 1))
      local swapped = i > 1 and j > 1 and string.byte(left, i) == string.byte(right, j - 1)
        and string.byte(left, i - 1) == string.byte(right, j)
      if swapped then row[j] = math.min(row[j], before[j - 2] + 1) end
    end
    before, above = above, row
  end
  return above[#right]
end

--- What somebody meant, as the end of a sentence: the nearest name, or all of them.
---
--- @param word string what was written
--- @param names table the names that there are, as keys
--- @param what string what they are, such as "options"
--- @return "; did you mean 'text'?" or "; options are file, text"
function options.nearest(word, names, what)
  local all, best, least = {}, nil, math.max(1, #word // 3) + 1
  for name in pairs(names) do
    all[#all + 1] = tostring(name)
    if math.abs(#tostring(name) - #word) < least and #word <= 64 then
      local edits = distance(string.lower(word), string.lower(tostring(name)))
      if edits < least then best, least = name, edits end
    end
  end
  if best then return "; did you mean '" .. tostring(best) .. "'?" end
  return "; " .. what .. " are " .. table.concat(all, ", ")
end

local function is_list_of_texts(value)
  for _, item in ipairs(value) do
    if type(item) ~= "string" then return false end
  end
  return #value > 0
end

local nouns = {
  text = "a text", number = "a number", boolean = "true or false", ["function"] = "a function",
  table = "a table", texts = "a text or a list of texts",
  prompt = "a text, a list of texts, or a table such as { file = \"…\" }",
}

--- What is wrong with a value, as in "must be a text"; nil for nothing.
local function fault(value, kind)
  if kind == true then return nil end
  local of = type(value)
  if type(kind) == "function" then return kind(value) end
  if type(kind) == "table" then
    local noun, least, most = kind[1], kind[2], kind[3]
    local right = noun == "whole" and math.type(value) == "integer" or noun == "number" and of == "number"
    if right and value >= least and value <= most then return nil end
    noun = noun == "whole" and "a whole number" or "a number"
    if most == math.huge then return "must be " .. noun .. " of at least " .. least end
    return "must be " .. noun .. " from " .. least .. " to " .. most
  end
  if kind == "text" then kind = "string" end
  if of == kind then return nil end
  if kind == "texts" and (of == "string" or of == "table" and is_list_of_texts(value)) then return nil end
  if kind == "prompt" and (of == "string" or of == "table") then return nil end
  return "must be " .. nouns[kind == "string" and "text" or kind]
end

local function check_contents(what, given)
  local named
  for _, name in ipairs(contents) do
    if given[name] ~= nil then
      if named then
        options.raise(what .. ": give either " .. named .. " or " .. name .. ", not both; sources = { … } mixes them")
      end
      named = name
    end
  end
end

local function check_sources(what, sources)
  if #sources == 0 then
    options.raise(what .. ": sources are a list, such as { { file = \"…\" }, { text = \"…\" } }")
  end
  for index, source in ipairs(sources) do
    local place = what .. ": sources[" .. index .. "]"
    options.check(place, source, source_options)
    options.require_prompt(place, source)
    check_contents(place, source)
  end
end

--- Checks the options that a function of a module was given, and raises what is wrong at the flow's line.
---
---     local known = options.with_prompt { retries = { "whole", 0, 100 }, no_input = "prompt", mask = "boolean" }
---     options.check("menu.ask", given, known)
---
--- @param what string the function's name
--- @param given any what the flow gave
--- @param known table names, each with what the value must be: true for anything; "text", "texts" (one or a list),
---   "number", "boolean", "function", "table" or "prompt" (text, list or table); { "whole" or "number", least, most }
---   (math.huge for no most); or a function of the value that returns nil, or what is wrong, as in "must be even"
--- @return what was given
function options.check(what, given, known)
  if type(given) ~= "table" then
    options.raise(what .. ": options are a table with names, such as { text = \"…\" }, not " .. shown(given))
  end
  for name, value in pairs(given) do
    if type(name) ~= "string" then
      options.raise(what .. ": options have names, as in { text = \"…\" }; " .. shown(value) .. " has none")
    end
    local kind = known[name]
    if kind == nil then
      options.raise(what .. ": unknown option '" .. name .. "'" .. options.nearest(name, known, "options"))
    end
    local wrong = fault(value, kind)
    if wrong then options.raise(what .. ": " .. name .. " " .. wrong .. ", not " .. shown(value)) end
    if kind == "prompt" and type(value) == "table" and not is_list_of_texts(value) then
      options.check(what .. ": " .. name, value, prompt_options)
      options.require_prompt(what .. ": " .. name, value)
    end
  end
  if known.sources then
    check_contents(what, given)
    if given.sources then check_sources(what, given.sources) end
  end
  return given
end

--- Raises when none of text, file, ssml and sources is there.
function options.require_prompt(what, given)
  for _, name in ipairs(contents) do
    if given[name] ~= nil then return end
  end
  options.raise(what .. ": a prompt is missing: give text, file, ssml or sources")
end

--- Names for `check` with those of a prompt added.
---
--- @param known table the function's own names
--- @return the same table
function options.with_prompt(known)
  for name, kind in pairs(prompt_options) do
    if known[name] == nil then known[name] = kind end
  end
  return known
end

--- The options of play or recognize that say what is said: those of a prompt, and no others.
---
--- @param given table a function's options
--- @return a new table, to which more options may be added
function options.own_prompt(given)
  local prompt = {}
  for name in pairs(prompt_options) do prompt[name] = given[name] end
  return prompt
end

--- The same for another prompt, such as no_input: it speaks like the function's own unless it says how.
---
--- @param value string or table a text, a list of texts, or options of a prompt
--- @param base table the function's options, with voice, voice_kind, locale and custom_voice or some of them
--- @return a new table, or nil when there is no value
function options.prompt(value, base)
  if value == nil then return nil end
  local is_text = type(value) == "string" or is_list_of_texts(value)
  local prompt = options.own_prompt(is_text and { text = value } or value)
  if not base then return prompt end
  -- A voice or a language of its own is not mixed with a voice of another language.
  if prompt.voice == nil and prompt.locale == nil and prompt.voice_kind == nil then
    prompt.voice, prompt.custom_voice = base.voice, prompt.custom_voice or base.custom_voice
  end
  if prompt.voice == nil and prompt.voice_kind == nil then prompt.voice_kind = base.voice_kind end
  if prompt.voice == nil or prompt.voice == base.voice then prompt.locale = prompt.locale or base.locale end
  return prompt
end

return options
