--- The exits of steps: which edge a word takes. One place for the checks, the drawing and the runner.
local kinds = require "std.flow_kinds"

local graph = {}

--- What a table has for a word. A key or a status may be written as a number there.
local function entry(map, word)
  if type(map) ~= "table" then return nil end
  local edge = map[word]
  if edge == nil then
    local number = math.tointeger(tonumber(word))
    if number then edge = map[number] end
  end
  return edge
end

--- What maps hold the edges of a kind of step, by its own words.
local function mapped(step, kind, word)
  for name in pairs(kind.maps or {}) do
    local edge = entry(step[name], word)
    if edge ~= nil then return edge end
  end
end

--- The keys of a menu: its own, and those that every menu of the chart has.
local function default_keys(chart, step)
  if step[1] ~= "menu" or step.default_keys == false then return nil end
  return chart.defaults and chart.defaults.keys
end

--- The edge that a word takes: a name of a step, or a table with `go`; nil when nothing says.
--- @return edge, and "silence" or "error" when the chart's default takes it, or would if there was one
function graph.edge(chart, step, word)
  local kind = kinds[step[1]]
  local edge = mapped(step, kind, word)
  if edge == nil and step[1] == "branch" and tonumber(word) then edge = step[tonumber(word) + 1] end
  if edge == nil and kind.exits[word] then edge = step[word] end
  if edge == nil then edge = entry(default_keys(chart, step), word) end
  if edge ~= nil then return edge end
  local how = kind.exits[word]
  if how == "may" or how == "must" then return nil end
  local group = how or "error"
  if group == "error" and step.failed ~= nil then return step.failed end
  return chart.defaults and chart.defaults[group], group
end

--- Where an edge leads: the name of a step or of an exit.
function graph.target(edge)
  if type(edge) == "table" then return edge.go end
  return edge
end

-- Whether a text below a value has variables, whose values may be what cannot be said.
local function has_variables(value)
  if type(value) == "string" then return value:find("{", 1, true) ~= nil end
  for _, item in pairs(type(value) == "table" and value or {}) do
    if has_variables(item) then return true end
  end
  return false
end

-- Whether a queue may find that it has nobody to ring: only where a function says who is there.
local function may_be_empty(queue)
  local given = queue.given
  if given then return type(given.agents) == "function" end
  if queue.wait then return true end
  for _, one in pairs(queue) do
    if may_be_empty(one) then return true end
  end
  return false
end

--- Whether a step can fail at all. A queue goes on when the service refuses to speak.
local function may_fail(step)
  return step[1] ~= "queue" or may_be_empty(step.queue) or has_variables(step.text) or has_variables(step.sources)
end

local order = { next = 1, otherwise = 2 }

--- All exits of a step in a stable order: a list of { word, edge, path, group }. `group` is there when a default takes
--- it, and `edge` is missing when there is no such default.
function graph.edges(chart, step)
  local kind, list = kinds[step[1]], {}
  local function add(word, edge, path, group)
    list[#list + 1] = { word = word, edge = edge, path = path, group = group }
  end
  if step[1] == "branch" then
    for index = 2, #step do add(tostring(index - 1), step[index], { index }) end
  end
  for name in pairs(kind.maps or {}) do
    if type(step[name]) == "table" then
      for word, edge in pairs(step[name]) do add(tostring(word), edge, { name, word }) end
    end
  end
  local keys = default_keys(chart, step)
  if type(keys) == "table" then
    for key, edge in pairs(keys) do add(tostring(key), edge, nil, "keys") end
  end
  local words = {}
  for word in pairs(kind.exits) do words[#words + 1] = word end
  local function rank(word) return (order[word] or 9) .. word end
  table.sort(words, function(a, b) return rank(a) < rank(b) end)
  for _, word in ipairs(words) do
    if word == "failed" and not may_fail(step) then
      -- Nothing takes it.
    elseif step[word] ~= nil then
      add(word, step[word], { word })
    elseif kind.exits[word] == "silence" or word == "failed" then
      local edge, group = graph.edge(chart, step, word)
      add(word, edge, nil, group)
    end
  end
  return list
end

--- Names of steps by the way from the start, then the others by name.
function graph.order(chart)
  local names, seen = {}, {}
  local function visit(name)
    if name == nil or seen[name] or not chart.steps[name] then return end
    seen[name] = true
    names[#names + 1] = name
  end
  local next_one = 1
  local function follow()
    while next_one <= #names do
      for _, exit in ipairs(graph.edges(chart, chart.steps[names[next_one]])) do visit(graph.target(exit.edge)) end
      next_one = next_one + 1
    end
  end
  visit(chart.start)
  follow()
  visit(graph.target(chart.unreached))
  visit(graph.target(chart.defaults and chart.defaults.hang_up))
  follow()
  local reached = #names
  for name in pairs(chart.steps) do visit(name) end
  return names, reached
end

return graph
