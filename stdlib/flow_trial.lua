--- Tries the steps of charts, each by itself: on a call that nothing is wrong with, and only up to its first wait. What
--- a step's functions refuse then, such as min = 6 with max = 4, they refuse with a caller on the line.
--- `hookswitch check` asks for it; no call does.
local kinds = require "std.flow_kinds"
local texts = require "std.flow_text"

local trial = {}

-- Kinds that only do what stands in the chart.
local is_tried = {
  say = true, menu = true, collect = true, transfer = true, dial = true, record = true, http = true, hang_up = true,
}

-- What was refused, in order, and which of it is told already.
local found, is_told = {}, {}

--- What is wrong, in the words of a function that refuses what it is given, as in "call:play: 'text' is empty"; nil for
--- every other error.
local function refusal(err)
  if type(err) ~= "string" then return nil end
  local name, words = err:match "^[%w_/]+%.lua:%d+: ([%a_]+[.:][%a_]+): (.+)$"
  return name and words
end

--- Does something in a task of its own; what is refused is noted for the step.
local function try(chart, name, run)
  spawn(function()
    local fine, err = pcall(run)
    local words = not fine and refusal(err)
    -- Steps have names of their own for some options.
    words = words and words:gsub("'invitation_timeout'", "'ring'"):gsub("%f[%a]length%f[%A]", "digits")
    local key = words and table.concat({ chart.place, name, words }, "\n")
    if not words or is_told[key] then return end
    is_told[key] = true
    found[#found + 1] = {
      rule = "refused_value", path = { "steps", name }, severity = "error", chart = chart.name, place = chart.place,
      message = "a caller who comes to this " .. chart.steps[name][1] .. " step gets an error: " .. words,
    }
  end)
end

--- The same step with other options; false takes one away.
local function with(step, other)
  local copy = {}
  for option, value in pairs(step) do copy[option] = value end
  for option, value in pairs(other) do copy[option] = value or nil end
  return copy
end

--- What lies behind the first wait of a step: its targets without what is said before, what they hear, where a message
--- goes.
local function behind(chart, name, step, act, run)
  if step.target ~= nil then
    local silent = { text = false, file = false, ssml = false, sources = false, next = false, announce = false }
    local list = type(step.target) == "table" and step.target[1] ~= nil and step.target or { step.target }
    for _, target in ipairs(list) do
      silent.target = target
      local alone = with(step, silent)
      try(chart, name, function() act(run, alone) end)
    end
  end
  if step.announce ~= nil then
    try(chart, name, function() run.call:play(texts.prompt(run, step.announce)) end)
  end
  if step.post ~= nil and step[1] == "record" then
    try(chart, name, function() http.post(texts.fill(run, step.post, texts.encoded)) end)
  end
end

--- Tries one step in one language.
local function try_step(chart, name, call, language)
  local step, languages = chart.steps[name], chart.languages or {}
  local run = {
    chart = chart, place = chart.place, call = call, step = name, languages = languages, language = language,
    first_language = chart.language, locale = language and languages[language].locale or chart.locale or "en-US",
    vars = { caller = call.from, called = call.to, correlation_id = call.correlation_id, language = language },
  }
  local act = require("std.flow_" .. kinds[step[1]].module)[step[1]]
  try(chart, name, function() act(run, step) end)
  behind(chart, name, step, act, run)
end

local function sorted(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return names
end

--- Begins to try steps of charts that have no mistakes. Parts are tried without languages, since nobody knows here in
--- which they are heard.
---
--- @param charts table a list of what line.incoming and the others made
--- @param call table a call
--- @param first number where to begin: each step in each language is one
--- @param last number where to end; all if nil
--- @return whether there are more behind the last one
function trial.begin(charts, call, first, last)
  local number = 0
  for _, chart in ipairs(charts) do
    for _, name in ipairs(sorted(chart.steps)) do
      if is_tried[chart.steps[name][1]] then
        local languages = chart.languages and sorted(chart.languages) or { false }
        for _, language in ipairs(languages) do
          number = number + 1
          if last and number > last then return true end
          if number >= first then try_step(chart, name, call, language or nil) end
        end
      end
    end
  end
  return false
end

--- @return what was refused so far, as `line.findings` has it
function trial.found() return table.move(found, 1, #found, 1, {}) end

return trial
