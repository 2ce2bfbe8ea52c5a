--- What the texts of a chart use: languages and variables.
local texts = require "std.flow_text"
local words = require "std.flow_words"

--- Joins a path and more parts.
local function join(path, part)
  local longer = { table.unpack(path) }
  longer[#longer + 1] = part
  return longer
end

local speech = {
  text = true, file = true, ssml = true, sources = true, unheard = true, wrong = true, announce = true, thanks = true,
  confirm = true,
}

-- Objects of other modules.
local foreign = { queue = true, hours = true }

--- Calls `one(text, path)` for every text below a value.
local function each_text(value, path, one)
  if type(value) == "string" then return one(value, path) end
  if type(value) ~= "table" then return end
  for name, item in pairs(value) do
    if not foreign[name] then each_text(item, join(path, name), one) end
  end
end

--- Prompts that are not said in every language.
local function missing_locale(languages, value, path, add, in_list)
  if type(value) == "string" then
    if not in_list and value:find "%a" and not value:find "^%b{}$" then
      add("missing_locale", path, "the same words in every language; write them as { "
        .. words.list(languages):gsub(" and ", ", "):gsub("(%w+)", "%1 = \"…\"") .. " }")
    end
    return
  end
  if value[1] ~= nil then
    for index, item in ipairs(value) do missing_locale(languages, item, join(path, index), add, true) end
    return
  end
  local has, lacks = 0, {}
  for name in pairs(languages) do
    if value[name] ~= nil then has = has + 1 else lacks[name] = true end
  end
  -- One language in a list is meant: each line of a language menu is in its own.
  if next(lacks) and not (in_list and has == 1) then
    add("missing_locale", path, "there are no words in " .. words.list(lacks))
  end
end

local function prompts(languages, step, path, add)
  for name, value in pairs(step) do
    if speech[name] then
      local place = join(path, name)
      if name == "file" and type(value) == "string" then
        -- Music is the same in every language.
      elseif name == "sources" or (type(value) == "table" and (value.text or value.file or value.ssml
        or value.sources)) then
        local list = name == "sources" and value or { value }
        for index, source in ipairs(list) do
          local at = name == "sources" and join(place, index) or place
          if source.text then missing_locale(languages, source.text, join(at, "text"), add) end
        end
      else
        missing_locale(languages, value, place, add)
      end
    end
  end
end

--- Notes the variables that a table of steps sets; gives true when a function may set others.
local function collect_set(chart, set, masked)
  local open = false
  local function edge(value)
    if type(value) == "table" and type(value.set) == "table" then
      for name in pairs(value.set) do set[name] = true end
    end
  end
  local function edges(step)
    for name, value in pairs(step) do
      edge(value)
      if type(value) == "table" and not foreign[name] then
        for _, inner in pairs(value) do edge(inner) end
      end
    end
  end
  for _, step in pairs(chart.steps) do
    local kind = step[1]
    if step.into then set[step.into] = true end
    if step.into and step.mask then masked[step.into] = true end
    if kind == "set" then
      for name in pairs(step[2] or {}) do set[name] = true end
      for name in pairs(step.add or {}) do set[name] = true end
    elseif kind == "call" then
      if not step.sets then open = true end
      for _, name in ipairs(step.sets or {}) do set[name] = true end
    elseif kind == "flow" then
      for name in pairs(step.set or {}) do set[name] = true end
      open = collect_set(step[2], set, masked) or open
    end
    -- A part has exits of its own, which are looked at above.
    if kind ~= "flow" then edges(step) else edges(step.exits or {}) end
  end
  if type(chart.defaults) == "table" then
    edges(chart.defaults)
    for _, value in pairs(chart.defaults) do edge(value) end
  end
  return open
end

local function variables(chart, add, set, masked, open, path)
  for name, step in pairs(chart.steps) do
    local place = join(join(path, "steps"), name)
    local plain = {}
    for option, value in pairs(step) do
      if option ~= 1 and not (step[1] == "flow" and option == 2) then plain[option] = value end
    end
    each_text(plain, place, function(text, where)
      texts.each(text, function() end, function(variable, form)
        local root = variable:match "^[^.]+"
        local is_entry = root == "digits" and where[#path + 3] == "confirm"
        if not set[root] and not open and not is_entry then
          add("unset_variable", where, "no step sets '" .. root .. "'" .. words.hint(root, set, "variables"))
        end
        if masked[root] and speech[where[#path + 3]] then
          add("masked_spoken", where, "'" .. root .. "' is masked where it is entered, and read out here")
        end
      end)
    end)
    if step[1] == "branch" then
      for index = 2, #step do
        local root = step[index].variable and step[index].variable:match "^[^.]+"
        if root and not set[root] and not open then
          add("unset_variable", join(place, index),
            "no step sets '" .. root .. "'" .. words.hint(root, set, "variables"))
        end
      end
    elseif step[1] == "flow" then
      variables(step[2], add, set, masked, open, join(place, 2))
    end
  end
end

return function(chart, add)
  local languages = chart.languages
  if languages and next(languages, (next(languages))) ~= nil then
    local function look(one, path)
      for name, step in pairs(one.steps) do
        local place = join(join(path, "steps"), name)
        prompts(languages, step, place, add)
        if step[1] == "flow" then look(step[2], join(place, 2)) end
      end
      if type(one.defaults) == "table" then prompts(languages, one.defaults, join(path, "defaults"), add) end
    end
    look(chart, {})
  end
  -- The variables of a part are those of the line that uses it.
  if chart.made == "part" then return end
  local set, masked = { caller = true, called = true, correlation_id = true, reason = true }, {}
  set.language = languages and true
  for _, name in ipairs(chart.params or {}) do set[name] = true end
  local open = collect_set(chart, set, masked)
  if chart.made == "launch" and not chart.params then open = true end
  variables(chart, add, set, masked, open, {})
end
