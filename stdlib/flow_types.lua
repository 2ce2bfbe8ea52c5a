--- Types of what a chart holds, each a check of a value at its place.
local texts = require "std.flow_text"

local types = {}

--- A longer path.
function types.join(path, ...)
  local longer = {}
  for index, part in ipairs(path) do longer[index] = part end
  for _, part in ipairs { ... } do longer[#longer + 1] = part end
  return longer
end

--- Says that a value is of the wrong type.
local function wrong(state, path, wanted, value)
  state.mistake("wrong_type", path, function(words)
    return "this must be " .. wanted .. ", not " .. words.shown(value)
  end)
end

--- Types that Lua's own name decides.
local plain = { string = "a text", boolean = "true or false", table = "a table", ["function"] = "a function" }

local checks = {}

function checks.any() end

function checks.seconds(state, value, path)
  if type(value) ~= "number" or value < 0 then wrong(state, path, "seconds, 0 or more", value) end
end

function checks.count(state, value, path)
  if math.type(value) ~= "integer" or value < 0 then wrong(state, path, "a whole number, 0 or more", value) end
end

function checks.name(state, value, path)
  if type(value) ~= "string" or not value:find "^[%a_][%w_]*$" then
    wrong(state, path, "the name of a variable: letters, digits and _", value)
  end
end

function checks.names(state, value, path)
  if type(value) ~= "table" then return wrong(state, path, "a list of names, as in { \"done\" }", value) end
  for index, name in ipairs(value) do checks.name(state, name, types.join(path, index)) end
end

--- A text with variables.
function checks.text(state, value, path)
  if type(value) ~= "string" or value == "" then return wrong(state, path, "a text", value) end
  local fault = texts.each(value, function() end, function(_, form, argument)
    if not form then return nil end
    local takes_word = texts.forms[form]
    if takes_word == nil then
      local words = require "std.flow_words"
      return "there is no spoken form '" .. form .. "'" .. words.hint(form, texts.forms, "forms")
    end
    if takes_word and not argument then return "'" .. form .. "' needs a word, as in {sum|" .. form .. " USD}" end
    if argument and not takes_word then return "'" .. form .. "' takes no '" .. argument .. "'" end
  end)
  if fault then state.mistake("bad_text", path, fault) end
end

--- A table whose texts have variables, also those in it.
function checks.fills(state, value, path)
  if type(value) ~= "table" then return wrong(state, path, "a table", value) end
  for name, item in pairs(value) do
    local place = types.join(path, name)
    if type(item) == "table" then
      checks.fills(state, item, place)
    elseif type(item) == "string" and item ~= "" then
      checks.text(state, item, place)
    end
  end
end

--- Whether there is such a language. A part that nobody uses yet may have any.
local function known_language(state, name, path)
  local languages = state.languages
  if not languages or languages[name] then return true end
  state.mistake("unknown_language", path, function(words)
    local none = next(languages) == nil and "; the line has no languages = { … }"
    return "there is no language '" .. tostring(name) .. "'" .. (none or words.hint(name, languages, "languages"))
  end)
end

--- A text, a text by language, or a list of those.
local function by_language(state, value, path, inside)
  if type(value) ~= "table" then return checks.text(state, value, path) end
  if next(value) == nil then return wrong(state, path, "a text", value) end
  for name, item in pairs(value) do
    local place = types.join(path, name)
    if type(name) == "number" then
      if inside then wrong(state, place, "a text", item) else by_language(state, item, place, true) end
    elseif not known_language(state, name, place) then
      -- Said already.
    elseif type(item) == "table" then
      if item[1] == nil then wrong(state, place, "a text or a list of texts", item) end
      for index, one in ipairs(item) do checks.text(state, one, types.join(place, index)) end
    else
      checks.text(state, item, place)
    end
  end
end

--- One of text, file, ssml and sources.
function types.prompt_part(state, name, value, path)
  if name ~= "sources" then return by_language(state, value, path) end
  if type(value) ~= "table" or value[1] == nil then
    return wrong(state, path, "a list such as { { file = \"…\" }, { text = \"…\" } }", value)
  end
  for index, source in ipairs(value) do
    local place = types.join(path, index)
    if type(source) ~= "table" or next(source) == nil then
      wrong(state, place, "a table with text, file or ssml", source)
    else
      for kind, item in pairs(source) do
        if kind == "text" or kind == "file" or kind == "ssml" then
          by_language(state, item, types.join(place, kind))
        else
          state.mistake("unknown_option", types.join(place, kind), "a source is one of text, file and ssml")
        end
      end
    end
  end
end

--- A text by language, or a table with text, file, ssml or sources.
function checks.prompt(state, value, path)
  if type(value) == "table" then
    local has = false
    for _, name in ipairs { "text", "file", "ssml", "sources" } do
      if value[name] ~= nil then
        has = true
        types.prompt_part(state, name, value[name], types.join(path, name))
      end
    end
    if has then return end
  end
  by_language(state, value, path)
end

--- Where to go: the name of a step, or a table with go, set and language.
function checks.edge(state, value, path, more)
  local target = value
  if type(value) == "table" then
    for name, item in pairs(value) do
      local place = types.join(path, name)
      if name == "language" then
        known_language(state, item, place)
      elseif name == "set" then
        checks.fills(state, item, place)
      elseif name ~= "go" and not (more and more[name]) then
        state.mistake("unknown_option", place, function(words)
          local known = { go = true, set = true, language = true }
          for extra in pairs(more or {}) do known[extra] = true end
          return "an exit has no '" .. tostring(name) .. "'" .. words.hint(name, known, "options")
        end)
      end
    end
    target, path = value.go, types.join(path, "go")
    if target == nil then return state.mistake("missing_option", path, "say where to go, as in go = \"main\"") end
  end
  if type(target) ~= "string" then return wrong(state, path, "the name of a step", target) end
  if state.chart.steps[target] == nil and not state.exits[target] then
    state.mistake("unknown_step", path, function(words)
      local known = {}
      for name in pairs(state.chart.steps) do known[name] = true end
      for name in pairs(state.exits) do known[name] = true end
      return "there is no step '" .. target .. "'" .. words.hint(target, known, "steps")
    end)
  end
end

--- Exits by a word of the flow's own.
function checks.exits(state, value, path)
  if type(value) ~= "table" then return wrong(state, path, "a table of exits, as in { done = \"thanks\" }", value) end
  for word, edge in pairs(value) do checks.edge(state, edge, types.join(path, word)) end
end

function checks.status(state, value, path)
  if type(value) ~= "table" then return wrong(state, path, "a table of exits, as in { [404] = \"unknown\" }", value) end
  for status, edge in pairs(value) do
    local number, place = math.tointeger(tonumber(status)), types.join(path, status)
    if not number or number < 100 or number > 599 then
      state.mistake("wrong_type", place, "a status is a number from 100 to 599, as in [404]")
    end
    checks.edge(state, edge, place)
  end
end

local phrases = { phrases = true }

function checks.keys(state, value, path)
  if type(value) ~= "table" or next(value) == nil then
    return wrong(state, path, "a table of keys, as in { [\"1\"] = \"sales\" }", value)
  end
  for key, edge in pairs(value) do
    local place = types.join(path, key)
    local name = tostring(key)
    if #name ~= 1 or not ("0123456789ABCD#*"):find(name, 1, true) then
      state.mistake("wrong_type", place, "no phone has the key '" .. name .. "'; keys are 0-9, A-D, # and *")
    elseif type(key) == "number" and value[name] ~= nil then
      state.mistake("key_bound_twice", types.join(path, name),
        "the key " .. name .. " is bound twice, as [" .. name .. "] too")
    end
    checks.edge(state, edge, place, phrases)
    if type(edge) == "table" and edge.phrases ~= nil then
      by_language(state, edge.phrases, types.join(place, "phrases"))
    end
  end
end

function checks.targets(state, value, path)
  if type(value) == "string" then return checks.text(state, value, path) end
  if type(value) ~= "table" or next(value) == nil then
    return wrong(state, path, "a number, an identifier, or a list of those", value)
  end
  for index, one in ipairs(value) do
    if type(one) == "string" then checks.text(state, one, types.join(path, index)) end
  end
end

local function is_queue(value)
  return type(value) == "table" and type(value.wait) == "function" and type(value.talk) == "function"
end

--- A queue, or one by language.
function checks.queue(state, value, path)
  if is_queue(value) then return end
  local wanted = "a queue, as queue.new { … } of std.queue gives it"
  if type(value) ~= "table" or next(value) == nil then return wrong(state, path, wanted, value) end
  for name, one in pairs(value) do
    local place = types.join(path, name)
    if known_language(state, name, place) and not is_queue(one) then wrong(state, place, wanted, one) end
  end
end

function checks.check(state, value, path)
  if type(value) ~= "string" and type(value) ~= "function" then
    wrong(state, path, "the name of a check, such as \"luhn\", or a function", value)
  end
end

--- Checks one value.
function types.check(state, wanted, value, path)
  if plain[wanted] then
    if type(value) ~= wanted then wrong(state, path, plain[wanted], value) end
    return
  end
  checks[wanted](state, value, path)
end

types.wrong, types.edge, types.fills = wrong, checks.edge, checks.fills

return types
