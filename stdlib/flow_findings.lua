--- Proofs about a chart that has no mistakes: what can never be reached, what never ends, what is missing.
local graph = require "std.flow_graph"
local kinds = require "std.flow_kinds"
local uses = require "std.flow_uses"
local words = require "std.flow_words"

--- Steps that are reached, in order, and those after which the caller is not there.
local function reached_steps(chart)
  local names, count = graph.order(chart)
  local reached = {}
  for index = 1, count do reached[index] = names[index] end
  return reached, names, count
end

local function targets(chart, name)
  local list = {}
  for _, exit in ipairs(graph.edges(chart, chart.steps[name])) do
    local to = graph.target(exit.edge)
    if to then list[#list + 1] = to end
  end
  return list
end

--- Whether the line may be over at a step. To leave a part is its end only where the part itself is looked at.
local function may_end(chart, name, is_inside)
  local step = chart.steps[name]
  local kind = kinds[step[1]]
  if step[1] == "hang_up" then return true end
  if step[1] == "flow" then
    -- The part may hang up itself.
    for _, inner in ipairs((reached_steps(step[2]))) do
      if may_end(step[2], inner, true) then return true end
    end
  elseif kind.ends and step.next == nil then
    return true
  end
  for _, exit in ipairs(graph.edges(chart, step)) do
    local to = graph.target(exit.edge)
    if not is_inside and (to == nil or not chart.steps[to]) then return true end
  end
  return false
end

local function unreachable(chart, names, count, add)
  for index = count + 1, #names do
    add("unreachable_step", { "steps", names[index] }, "no exit leads to '" .. names[index] .. "'")
  end
  if chart.made ~= "part" then return end
  local led = {}
  for index = 1, count do
    for _, to in ipairs(targets(chart, names[index])) do led[to] = true end
  end
  for index, name in ipairs(chart.exits) do
    if not led[name] then add("unreachable_step", { "exits", index }, "no step leads to the exit '" .. name .. "'") end
  end
end

--- Steps from which there is no way to an end.
local function no_way_out(chart, reached, add)
  local good = {}
  local changed = true
  while changed do
    changed = false
    for _, name in ipairs(reached) do
      if not good[name] then
        local is_good = may_end(chart, name)
        for _, to in ipairs(targets(chart, name)) do is_good = is_good or good[to] end
        if is_good then good[name], changed = true, true end
      end
    end
  end
  local stuck = {}
  for _, name in ipairs(reached) do
    if not good[name] then stuck[#stuck + 1] = name end
  end
  if #stuck > 0 then
    add("no_way_out", { "steps", stuck[1] },
      "there is no way from here to an end: " .. table.concat(stuck, ", ") .. (#stuck > 1 and " lead" or " leads")
        .. " nowhere else")
  end
end

-- Exits that somebody has to do something for, by kind. Those of branches, functions and parts may count turns.
local by_people = {
  menu = { no_match = true }, collect = { next = true, invalid = true }, transfer = { next = true },
  dial = { next = true },
  queue = { next = true },
}
local by_choice = { branch = true, call = true, flow = true }

--- Where a step leads when nobody does anything, or it fails.
local function passive_targets(chart, name)
  local step, list = chart.steps[name], {}
  if by_choice[step[1]] then return list end
  local people = by_people[step[1]] or {}
  for _, exit in ipairs(graph.edges(chart, step)) do
    local is_own = exit.path and (exit.path[1] == "keys" or exit.path[1] == "exits") or exit.group == "keys"
    local to = graph.target(exit.edge)
    if not is_own and not people[exit.word] and chart.steps[to] then list[#list + 1] = to end
  end
  return list
end

--- The shortest way from a step back to it, as a list; nil when there is none.
local function round(chart, first)
  local from, list, next_one = {}, { first }, 1
  while list[next_one] do
    local name = list[next_one]
    for _, to in ipairs(passive_targets(chart, name)) do
      if to == first then
        local path = { first }
        while name ~= first do
          table.insert(path, 1, name)
          name = from[name]
        end
        table.insert(path, 1, first)
        return path
      end
      if not from[to] then
        from[to] = name
        list[#list + 1] = to
      end
    end
    next_one = next_one + 1
  end
end

--- A loop that a caller who has put the phone aside never leaves.
local function silent_loop(chart, reached, add)
  local told = {}
  for _, name in ipairs(reached) do
    local path = not told[name] and round(chart, name)
    if path then
      for _, one in ipairs(path) do told[one] = true end
      add("silent_loop", { "steps", name },
        "this goes round for ever while nobody does anything, or the steps fail: " .. table.concat(path, " → "))
    end
  end
end

--- Whether a part leaves silence or errors to the step that uses it.
local function leaves_open(part, group)
  for _, name in ipairs((reached_steps(part))) do
    local step = part.steps[name]
    for _, exit in ipairs(graph.edges(part, step)) do
      if exit.edge == nil and exit.group == group then
        if step[1] ~= "flow" or leaves_open(step[2], group) then return true end
      end
    end
  end
  return false
end

--- Outcomes that nobody takes.
local function no_default(chart, reached, add)
  -- What a part leaves open the line that uses it takes.
  if chart.made == "part" then return end
  for _, name in ipairs(reached) do
    local open = { silence = {}, error = {} }
    for _, exit in ipairs(graph.edges(chart, chart.steps[name])) do
      if exit.edge == nil and open[exit.group] then open[exit.group][exit.word] = true end
    end
    if chart.steps[name][1] == "flow" and not leaves_open(chart.steps[name][2], "silence") then open.silence = {} end
    if next(open.silence) then
      add("no_default", { "steps", name }, "neither the step nor defaults.silence says where to go after "
        .. words.list(open.silence) .. "; the line hangs up then")
    end
    if next(open.error) and chart.steps[name][1] ~= "flow" then
      add("no_default", { "steps", name },
        "neither the step nor defaults.error says where to go when it fails; the session fails then")
    end
  end
end

--- Steps after the caller has hung up, or was not reached, that speak.
local function needs_call(chart, add)
  local starts = { graph.target(chart.defaults and chart.defaults.hang_up), graph.target(chart.unreached) }
  if chart.made == "launch" and not chart.target then starts[#starts + 1] = chart.start end
  for _, start in pairs(starts) do
    local from = {}
    for name, value in pairs(chart) do from[name] = value end
    from.start, from.defaults, from.unreached = start, nil, nil
    for _, name in ipairs((reached_steps(from))) do
      local kind = chart.steps[name][1]
      if not kinds[kind].off_call and kind ~= "hang_up" then
        add("needs_call", { "steps", name }, "'" .. name .. "' needs a call, and there is none on the way from '"
          .. start .. "'")
      end
    end
  end
end

return function(chart, made)
  local found, seen = {}, {}
  local function add(rule, path, message)
    local key = rule .. " " .. words.path(path)
    if seen[key] then return end
    seen[key] = true
    found[#found + 1] = { rule = rule, path = path, message = message, severity = "warning" }
  end
  if not chart.made then
    local copy = {}
    for name, value in pairs(chart) do copy[name] = value end
    chart, copy.made = copy, made
  end
  local reached, names, count = reached_steps(chart)
  unreachable(chart, names, count, add)
  no_way_out(chart, reached, add)
  silent_loop(chart, reached, add)
  no_default(chart, reached, add)
  needs_call(chart, add)
  uses(chart, add)
  return found
end
