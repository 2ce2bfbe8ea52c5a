--- Tries the steps of charts, each by itself: on a call that nothing is wrong with, and only up to its first wait. What
--- a step's function refuses then, such as min = 6 with max = 4, it refuses with a caller on the line. `hookswitch check`
--- asks for it; no call does.
local kinds = require "std.flow_kinds"
local texts = require "std.flow_text"

local trial = {}

-- Kinds that only do what stands in the chart.
local tried = { "say", "menu", "collect", "transfer", "dial", "record", "http", "hang_up" }

local found = {}

--- What a function of ours says when it refuses what it is given; nil for every other error.
local function refusal(err)
  if type(err) ~= "string" then return nil end
  local name, words = err:match "^[%w_/]+%.lua:%d+: ([%a_]+[.:][%a_]+): (.+)$"
  return name and words
end

--- Does something in a task of its own, for a step; its first refusal is noted.
local function try(chart, name, kind, run)
  spawn(function()
    local fine, err = pcall(run)
    local words = not fine and refusal(err)
    local step = words and "steps." .. name .. " " .. words
    if not words or found[step .. chart.place] then return end
    found[step .. chart.place] = true
    found[#found + 1] = {
      rule = "refused_value", path = { "steps", name }, message = "a caller who comes to this " .. kind
        .. " step gets an error: " .. words, severity = "error", chart = chart.name, place = chart.place,
    }
  end)
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
  try(chart, name, step[1], function() act(run, step) end)
  if kinds[step[1]].speaks == "may" and step[1] ~= "hang_up" then
    -- What comes behind the prompt.
    local silent = {}
    for option, value in pairs(step) do silent[option] = value end
    silent.text, silent.file, silent.ssml, silent.sources = nil, nil, nil, nil
    try(chart, name, step[1], function() act(run, silent) end)
  end
  if step[1] == "record" and step.post then
    try(chart, name, step[1], function() http.post(texts.fill(run, step.post, texts.encoded)) end)
  end
end

--- Begins to try the steps of charts that have no mistakes. Parts are tried without languages, since nobody knows
--- here in which they are heard.
---
--- @param charts table a list of what line.incoming and the others made
--- @param call table a call
function trial.begin(charts, call)
  local is_tried = {}
  for _, kind in ipairs(tried) do is_tried[kind] = true end
  for _, chart in ipairs(charts) do
    if #chart.mistakes == 0 then
      local names = {}
      for name, step in pairs(chart.steps) do
        if is_tried[step[1]] then names[#names + 1] = name end
      end
      table.sort(names)
      for _, name in ipairs(names) do
        if chart.languages then
          for language in pairs(chart.languages) do try_step(chart, name, call, language) end
        else
          try_step(chart, name, call)
        end
      end
    end
  end
end

--- @return what was refused so far, as `line.findings` has it
function trial.found()
  local list = {}
  for index, finding in ipairs(found) do list[index] = finding end
  return list
end

return trial
