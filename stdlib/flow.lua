--- A flow as data: steps, and the exits that lead from one to the next. See README.md here for the kinds of steps.
local line = {}

--- The charts of this file, in the order in which they stand there. Every world of a generation makes the same.
local charts = {}

--- The parts, for the proofs when the file is loaded.
local parts = {}

-- Flows are checked when they are loaded, where there is no clock. The worlds of calls come from flows that passed, and
-- neither take the time nor the memory for the checks.
local is_load = not pcall(os.time)

--- Where the caller of a function of this module stands, as "clinic/main.lua:12".
local function place()
  local _, where = pcall(error, "", 5)
  return (tostring(where):gsub(":%s*$", ""))
end

local function name_of(chart, made)
  if type(chart.name) == "string" then return chart.name end
  if made == "incoming" and type(chart.to) == "string" then return chart.to end
  return made
end

--- Puts a chart beside the others; raises its first mistake at the line of the flow.
local function make(given, made)
  if type(given) ~= "table" then
    error("line." .. made .. ": a table is needed, as in line." .. made .. " { start = \"hello\", steps = { … } }", 3)
  end
  local chart = {}
  for name, value in pairs(given) do chart[name] = value end
  local mistakes = is_load and require "std.flow_check"(given, made) or {}
  chart.name, chart.made, chart.place, chart.mistakes = name_of(given, made), made, place(), mistakes
  -- A broken part keeps the flow from coming to its lines.
  if made ~= "part" or mistakes[1] then charts[#charts + 1] = chart else parts[#parts + 1] = chart end
  local first = mistakes[1]
  if first then
    local where = require("std.flow_words").path(first.path)
    local more = #mistakes > 1 and " (and " .. #mistakes - 1 .. " more)" or ""
    error((where == "" and "line." .. made or where) .. ": " .. first.message .. more, 3)
  end
  return chart
end

--- Answers calls to a number and goes from step to step.
---
--- @param chart table
---   to, from         which calls, as in the filter of on("IncomingCall")
---   start            the first step
---   steps            the steps by name: { kind, options and exits }
---   languages        by a short name: { locale = "en-US", voice = "en-US-AvaNeural" }
---   language         the one that a call begins with
---   locale           how numbers and dates are said where there are no languages; "en-US" if not given
---   defaults         exits that steps need not name (silence, error, hang_up), keys of every menu, what is said before
---                    asking again (unheard, wrong), and retries
---   answer           options of call:answer
---   name             how logs and drawings call it; the number if not given
--- @return the chart, for line.findings
function line.incoming(chart)
  chart = make(chart, "incoming")
  local ok, err = pcall(on, "IncomingCall", { to = chart.to, from = chart.from }, function(call)
    if chart.answer then call:answer(chart.answer) else call:answer() end
    require("std.flow_run").run(chart, call, {
      caller = call.from, called = call.to, correlation_id = call.correlation_id,
    })
  end)
  -- What is wrong with `to` is wrong at the flow's line.
  if not ok then error("line.incoming: " .. tostring(err):gsub("^std/flow%.lua:%d+: ", ""):gsub("^on: ", ""), 2) end
  return chart
end

--- Begins with a launch, whose parameters are variables. With `target` somebody is called first.
---
--- @param chart table as for line.incoming, without to, from and answer, and
---   target           who is called, such as "{to}"; without it there is no call
---   ring             seconds until that is given up
---   caller_id        the number that is shown; the flow's if not given
---   unreached        where to go when nobody takes the call; {reason} says why. There is no call then.
---   params           names of parameters, for the checks
--- @return the chart
function line.launch(chart)
  chart = make(chart, "launch")
  on("Launch", function(event) require("std.flow_launch")(chart, event) end)
  return chart
end

--- A part: steps that several lines use, with exits by name. It shares the variables of the line that uses it.
---
--- @param chart table start, steps, defaults, name, and
---   exits            a list of names; an exit of a step that leads to one of them leaves the part
--- @return the part, for { "flow", part, exits = { … } }
function line.part(chart)
  -- Not a tail call, which would lose the place.
  local part = make(chart, "part")
  return part
end

--- What is wrong with charts: mistakes, which loading refuses, and what is only doubtful.
---
--- @param chart table what line.incoming and the others gave, or what they are given; all of this file if nil
--- @param made string "incoming" if not given, "launch" or "part": what such a table is for
--- @return a list of { rule, path, message, severity = "error" | "warning", chart = its name, place }
function line.findings(chart, made)
  local list = { chart }
  if not chart then
    table.move(charts, 1, #charts, 1, list)
    table.move(parts, 1, #parts, #list + 1, list)
  end
  local found = {}
  for _, one in ipairs(list) do
    local kind = one.made or made or "incoming"
    local mistakes = one.mistakes or require "std.flow_check"(one, kind)
    if #mistakes == 0 then mistakes = require "std.flow_findings"(one, kind) end
    for _, finding in ipairs(mistakes) do
      finding.chart, finding.place = one.made and one.name or name_of(one, kind), one.place
      found[#found + 1] = finding
    end
  end
  return found
end

--- Tries the steps of the charts and parts of this file, for `hookswitch check`.
---
--- @param call table a call
--- @param first number where to begin, 1 if nil; each step in each language is one
--- @param last number where to end; all if nil
--- @return whether there are more
function line.try(call, first, last)
  local list = table.move(charts, 1, #charts, 1, {})
  table.move(parts, 1, #parts, #list + 1, list)
  return require("std.flow_trial").begin(list, call, first or 1, last)
end

--- What the steps refused that were tried, in the form of `line.findings`.
function line.refusals() return require("std.flow_trial").found() end

--- The charts of this file as plain data, for drawings.
--- @return a list of { name, made, place, starts, start, steps = { { name, kind, label, exits }, … }, parts, … }
function line.charts()
  local list = {}
  for index, chart in ipairs(charts) do list[index] = require "std.flow_charts"(chart) end
  return list
end

return line
