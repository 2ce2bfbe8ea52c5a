--- Runs a chart on a call: goes from step to step until one is the last.
local kinds = require "std.flow_kinds"
local graph = require "std.flow_graph"
local texts = require "std.flow_text"

-- So many steps that neither wait nor let time pass are a loop.
local most_still = 100

local runner = {}

--- Where somebody finds the step that something is said of.
local function place(run) return run.place .. ": steps." .. tostring(run.step) end

local function use_language(run, name)
  local language = run.languages[name]
  run.language, run.vars.language, run.locale = name, name, language.locale
  run.call:use { locale = language.locale, voice = language.voice }
end

--- Takes an edge: sets what it sets, and gives the name it leads to.
local function take(run, edge)
  if type(edge) ~= "table" then return edge end
  if edge.set then
    for name, value in pairs(texts.fill_all(run, edge.set)) do run.vars[name] = value end
  end
  if edge.language then use_language(run, edge.language) end
  return edge.go
end

local function enter(run, name)
  run.step = name
  local step = run.chart.steps[name]
  log.debug("step", { chart = run.chart.name, step = name, kind = step[1] })
  run.passed[#run.passed + 1] = name
  if #run.passed > 10 then table.remove(run.passed, 1) end
  local time = now()
  if not kinds[step[1]].stays or time ~= run.time then run.still = 0 end
  run.time, run.still = time, run.still + 1
  if run.still > most_still then
    error(place(run) .. ": " .. most_still .. " steps without a wait, the last of them "
      .. table.concat(run.passed, ", ") .. "; a loop needs a step that waits, such as a menu", 0)
  end
  return step
end

local function leave(run, word, to)
  log.debug("exit", { chart = run.chart.name, step = run.step, exit = word, to = to })
end

--- Goes by one word from the step where the run is. Gives false when this was the last step.
local function go(run, word)
  local chart, step = run.chart, run.chart.steps[run.step]
  local edge, group = graph.edge(chart, step, word)
  if edge ~= nil then
    local to = take(run, edge)
    if not chart.steps[to] then
      -- An exit of a part: it ends the step that runs it.
      leave(run, word, to)
      local outer = table.remove(run.stack)
      run.chart, run.step = outer.chart, outer.step
      return go(run, to)
    end
    leave(run, word, to)
    run.next = to
    return true
  end
  local how = kinds[step[1]].exits[word]
  if how == "may" and kinds[step[1]].ends then
    leave(run, word, nil)
    return false
  end
  if #run.stack > 0 then
    leave(run, word, nil)
    local outer = table.remove(run.stack)
    run.chart, run.step = outer.chart, outer.step
    return go(run, group == "silence" and "silence" or "failed")
  end
  leave(run, word, nil)
  if group == "silence" then
    run.call:hang_up { for_everyone = true }
    return false
  end
  error(place(run) .. ": " .. tostring(run.vars.reason or word)
    .. ", and neither the step nor defaults.error says where to go then", 0)
end

--- From the step that is next, or by a word from where the run is, to the end. Gives "hung_up" when the caller did.
local function walk(run, word)
  while true do
    if word == nil then
      local step = enter(run, run.next)
      if step[1] == "flow" then
        for name, value in pairs(texts.fill_all(run, step.set or {})) do run.vars[name] = value end
        run.stack[#run.stack + 1] = { chart = run.chart, step = run.step }
        run.chart, run.next = step[2], step[2].start
      elseif not run.call and step[1] == "hang_up" then
        return leave(run, "end", nil)
      else
        if not run.call and not kinds[step[1]].off_call then
          error(place(run) .. ": a " .. step[1] .. " step needs a call, and there is none", 0)
        end
        local failed
        word, failed = require("std.flow_" .. kinds[step[1]].module)[step[1]](run, step)
        if word == false then return leave(run, "end", nil) end
        if word == "hung_up" then return word end
        if word == "cancelled" and run.call then
          -- What a call does is cancelled when it ends, a moment before it is known to have ended.
          local call = run.call
          if call.state ~= "disconnected" then
            wait_for("CallDisconnected", { call_connection_id = call.call_connection_id }, 1)
          end
          if call.state == "disconnected" then return "hung_up" end
        end
        if failed then run.vars.reason = failed == true and word or failed end
      end
    end
    if word ~= nil then
      if not go(run, word) then return end
      word = nil
    end
  end
end

local function is_call_ended(err)
  return type(err) == "table" and err.reason == "call_ended" and err.quiet
end

--- Runs a chart.
---
--- @param chart table what line.incoming or line.launch made
--- @param call the call that it is about, or nil
--- @param vars table the variables that there are at the start
--- @param first the name of the first step; chart.start if not given
function runner.run(chart, call, vars, first)
  local run = {
    chart = chart, place = chart.place, call = call, vars = vars, stack = {}, passed = {}, still = 0, step = "start",
    next = first or chart.start, languages = chart.languages, first_language = chart.language,
    locale = chart.locale or "en-US",
  }
  if chart.language then
    if call then
      use_language(run, chart.language)
    else
      run.language, run.vars.language = chart.language, chart.language
      run.locale = chart.languages[chart.language].locale
    end
  end
  local word
  while true do
    local ok, err = pcall(walk, run, word)
    local hung_up = ok and err == "hung_up" or not ok and call ~= nil and call.state == "disconnected"
      and is_call_ended(err)
    local after = not run.is_after and chart.defaults and chart.defaults.hang_up
    if hung_up and after then
      -- The caller has gone; what is still to do needs no call.
      leave(run, "hang_up", graph.target(after))
      run.is_after, run.stack, run.chart, word = true, {}, chart, nil
      run.next = take(run, after)
    elseif not ok and texts.is_missing(err) then
      word, run.vars.reason = "failed", "no_value"
    elseif ok then
      return
    else
      error(err, 0)
    end
  end
end

return runner
