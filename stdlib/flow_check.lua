--- Checks a chart: is every step of a kind, with what the kind takes, and does every exit lead somewhere?
local items = require "std.flow_items"
local kinds = require "std.flow_kinds"
local types = require "std.flow_types"

local prompt_names = { text = true, file = true, ssml = true, sources = true }

--- What may stand in a chart besides its steps, and its type.
local chart_options = { name = "string", start = "string!", steps = "table!", defaults = "table" }
local default_options = {
  silence = "edge", error = "edge", hang_up = "edge", keys = "keys", unheard = "prompt", wrong = "prompt",
  retries = "count",
}
local made_for = {
  incoming = {
    to = "any", from = "any", answer = "table", languages = "table", language = "string", locale = "string",
  },
  launch = {
    target = "text", ring = "seconds", caller_id = "text", unreached = "edge", params = "names", languages = "table",
    language = "string", locale = "string",
  },
  part = { exits = "names!" },
}
--- A step in words, by its kind.
local function kind_of(step) return (step[1] == "http" and "an " or "a ") .. step[1] .. " step" end

local language_options = { locale = "string!", voice = "string!" }

--- Checks what a table may have by a page of names and types.
local function check_options(state, given, path, known, what)
  for name, value in pairs(given) do
    local wanted = known[name]
    if wanted then
      types.check(state, wanted:gsub("!", ""), value, types.join(path, name))
    else
      state.mistake("unknown_option", types.join(path, name), function(words)
        return what .. " has no '" .. tostring(name) .. "'" .. words.hint(name, known, "options")
      end)
    end
  end
  for name, wanted in pairs(known) do
    if wanted:sub(-1) == "!" and given[name] == nil then
      state.mistake("missing_option", path, what .. " needs '" .. name .. "'")
    end
  end
end

local function check_speech(state, step, path, kind)
  local named = {}
  for name in pairs(prompt_names) do
    if step[name] ~= nil then named[#named + 1] = name end
  end
  if #named > 1 then
    state.mistake("unknown_option", types.join(path, named[2]),
      "give either " .. named[1] .. " or " .. named[2] .. ", not both; sources = { … } mixes them")
  elseif #named == 1 then
    types.prompt_part(state, named[1], step[named[1]], types.join(path, named[1]))
  elseif kind.speaks == "must" then
    state.mistake("missing_option", path, kind_of(step)
      .. " needs something to say: text, file, ssml or sources")
  end
end

--- What only one kind asks for.
local special = {}
local check

function special.collect(state, step, path)
  if not step.digits and not step.max then
    state.mistake("missing_option", path, "say how many digits: digits = 6, or max = 10 with stop = \"#\"")
  end
end

function special.record(state, step, path)
  if not step.post and not step.on_message then
    state.mistake("missing_option", path,
      "say what becomes of the message: post = \"https://…\", or on_message = function(message, vars) … end")
  end
end

function special.http(state, step, path)
  local methods = {}
  for _, name in ipairs { "get", "post", "put", "patch", "delete" } do
    if step[name] then methods[#methods + 1] = name end
  end
  if #methods ~= 1 then
    state.mistake("missing_option", path,
      "give one address, as in get = \"https://…\" (get, post, put, patch or delete)")
  end
end

function special.menu(state, step, path)
  if type(step.keys) ~= "table" or step.default_keys == false then return end
  local defaults = state.chart.defaults
  local more = type(defaults) == "table" and type(defaults.keys) == "table" and defaults.keys or {}
  for key in pairs(more) do
    for own in pairs(step.keys) do
      if tostring(own) == tostring(key) then
        state.mistake("key_bound_twice", types.join(path, "keys", own),
          "the key " .. tostring(key) .. " is also in defaults.keys; leave one out, or say default_keys = false")
      end
    end
  end
end

function special.flow(state, step, path)
  local part = step[2]
  if type(part) ~= "table" or part.made ~= "part" then return end
  -- Only here is it known which languages its texts are heard in.
  for _, mistake in ipairs(check(part, "part", state.chart.languages or {})) do
    mistake.path = types.join(types.join(path, 2), table.unpack(mistake.path))
    state.found[#state.found + 1] = mistake
  end
  local given = type(step.exits) == "table" and step.exits or {}
  local known = {}
  for _, name in ipairs(part.exits) do
    known[name] = true
    if given[name] == nil then
      state.mistake("missing_option", path, "the part can end with '" .. name
        .. "', and exits does not say where to go then")
    end
  end
  for name in pairs(given) do
    if not known[name] then
      state.mistake("unknown_option", types.join(path, "exits", name), function(words)
        return "the part has no exit '" .. tostring(name) .. "'" .. words.hint(name, known, "exits")
      end)
    end
  end
end

local function check_step(state, name, step)
  local path = { "steps", name }
  if type(name) ~= "string" then
    return state.mistake("wrong_type", path, "a step has a name, as in main = { \"say\", … }")
  end
  if type(step) ~= "table" or type(step[1]) ~= "string" then
    return state.mistake("unknown_kind", path, "a step begins with its kind, as in { \"say\", text = \"…\" }")
  end
  local kind = kinds[step[1]]
  if not kind then
    return state.mistake("unknown_kind", path, function(words)
      return "there is no kind '" .. step[1] .. "'" .. words.hint(step[1], kinds, "kinds")
    end)
  end
  local known = {}
  for option, wanted in pairs(kind.options) do known[option] = wanted end
  for word, how in pairs(kind.exits) do known[word] = how == "must" and "edge!" or "edge" end
  for map in pairs(kind.maps or {}) do known[map] = known[map] or "exits" end
  local named = {}
  for option, value in pairs(step) do
    if type(option) == "number" then
      if option > 1 and not kind.item then
        state.mistake("unknown_option", types.join(path, option), kind_of(step) .. " takes options by name only")
      end
    elseif not (kind.speaks and prompt_names[option]) then
      named[option] = value
    end
  end
  check_options(state, named, path, known, kind_of(step))
  if kind.speaks then check_speech(state, step, path, kind) end
  if kind.item then items[kind.item](state, step, path) end
  if special[step[1]] then special[step[1]](state, step, path) end
end

local function check_languages(state, chart)
  local languages = chart.languages
  if languages == nil then
    if chart.language then
      state.mistake("unknown_language", { "language" }, "there are no languages = { … } to begin with one")
    end
    return
  end
  if type(languages) ~= "table" then return end
  for name, language in pairs(languages) do
    if type(name) ~= "string" or type(language) ~= "table" then
      state.mistake("wrong_type", { "languages", name },
        "a language is written as en = { locale = \"en-US\", voice = \"…\" }")
    else
      check_options(state, language, { "languages", name }, language_options, "a language")
    end
  end
  if chart.language == nil then
    state.mistake("missing_option", { "languages" }, "say which one a call begins with, as in language = \"en\"")
  elseif languages[chart.language] == nil then
    state.mistake("unknown_language", { "language" }, function(words)
      return "there is no language '" .. tostring(chart.language) .. "'"
        .. words.hint(chart.language, languages, "languages")
    end)
  end
end

--- Everything that is wrong with a chart: a list of { rule, path, message, severity = "error" }.
--- @param chart table as it was written
--- @param made string "incoming", "launch" or "part"
--- @param languages table for a part, those of the line that uses it; nil when nobody does yet
check = function(chart, made, languages)
  local found = {}
  local state = { chart = chart, exits = {}, found = found, languages = languages }
  if made ~= "part" then state.languages = type(chart.languages) == "table" and chart.languages or {} end
  function state.mistake(rule, path, message)
    if type(message) == "function" then message = message(require "std.flow_words") end
    found[#found + 1] = { rule = rule, path = path, message = message, severity = "error" }
  end

  local known = {}
  for name, wanted in pairs(chart_options) do known[name] = wanted end
  for name, wanted in pairs(made_for[made]) do known[name] = wanted end
  -- What line.incoming and the others note of a chart.
  if chart.made then known.made, known.place, known.mistakes = "any", "any", "any" end
  for _, name in ipairs(type(chart.exits) == "table" and chart.exits or {}) do state.exits[name] = true end
  if type(chart.steps) ~= "table" then
    state.mistake("missing_option", {},
      "steps are missing, as in steps = { hello = { \"say\", text = \"…\", next = \"…\" } }")
    return found
  end
  check_options(state, chart, {}, known, "line." .. made)
  if made ~= "part" then check_languages(state, chart) end
  if type(chart.defaults) == "table" then
    check_options(state, chart.defaults, { "defaults" }, default_options, "defaults")
    if made == "part" and chart.defaults.hang_up ~= nil then
      state.mistake("unknown_option", { "defaults", "hang_up" },
        "only the line itself says what follows when the caller hangs up")
    end
  end
  if type(chart.start) == "string" and chart.steps[chart.start] == nil then
    state.mistake("no_start", { "start" }, function(words)
      return "there is no step '" .. chart.start .. "'" .. words.hint(chart.start, chart.steps, "steps")
    end)
  end
  for name, step in pairs(chart.steps) do
    if state.exits[name] then
      state.mistake("name_taken", { "steps", name }, "'" .. name
        .. "' is an exit of the part, too; name one of the two otherwise")
    end
    check_step(state, name, step)
  end
  return found
end

return check
