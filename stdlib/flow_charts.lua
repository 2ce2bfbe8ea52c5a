--- Charts as plain data, for drawings and other programs: no functions, and lists in a stable order.
local graph = require "std.flow_graph"
local kinds = require "std.flow_kinds"

local longest = 40

--- The first words of a text, whatever its language.
local function some_text(chart, value)
  while type(value) == "table" do
    local _, first = next(value)
    value = value[1] or chart.language and value[chart.language] or first
  end
  if type(value) ~= "string" then return nil end
  if utf8.len(value) and utf8.len(value) > longest then
    return value:sub(1, utf8.offset(value, longest) - 1) .. "…"
  end
  return value
end

local function label(chart, step)
  local kind = step[1]
  for _, method in ipairs { "get", "post", "put", "patch", "delete" } do
    if kind == "http" and step[method] then return method:upper() .. " " .. some_text(chart, step[method]) end
  end
  if kind == "transfer" or kind == "dial" then return some_text(chart, step.target) or kind end
  if kind == "queue" then
    local _, first = next(step.queue)
    local queue = step.queue.wait and step.queue or first
    local name = queue.name or queue.given and queue.given.name
    return type(name) == "string" and name or kind
  end
  if kind == "flow" then return step[2].name end
  if kind == "set" then
    local names = {}
    for name in pairs(step[2] or {}) do names[#names + 1] = name end
    for name in pairs(step.add or {}) do names[#names + 1] = name end
    return table.concat(names, ", ")
  end
  local source = step.sources and step.sources[1] or {}
  return some_text(chart, step.text or step.file or source.text or source.file) or kind
end

--- A test in a few words.
local function test_label(test)
  if test.hours then return "open" end
  if test.when then return "function" end
  for _, name in ipairs { "is", "is_not", "is_set", "starts_with", "above", "below" } do
    if test[name] ~= nil then return test.variable .. " " .. name .. " " .. tostring(test[name]) end
  end
  return test.variable .. " one of " .. #test.one_of
end

local function exits_of(chart, step)
  local exits = {}
  for _, exit in ipairs(graph.edges(chart, step)) do
    local to = graph.target(exit.edge)
    if to then
      local drawn = { word = exit.word, to = to }
      if exit.group then drawn.default = true end
      if type(exit.edge) == "table" then
        drawn.language = exit.edge.language
        if step[1] == "branch" and exit.word ~= "otherwise" then drawn.label = test_label(exit.edge) end
      end
      exits[#exits + 1] = drawn
    end
  end
  return exits
end

local function drawn(chart, parts, seen)
  local steps = {}
  for index, name in ipairs((graph.order(chart))) do
    local step = chart.steps[name]
    local one = { name = name, kind = step[1], label = label(chart, step), exits = exits_of(chart, step) }
    one.ends = kinds[step[1]].ends and step.next == nil and step[1] ~= "flow" or nil
    if step[1] == "flow" then
      local part = step[2]
      if not seen[part.place .. part.name] then
        seen[part.place .. part.name] = true
        local inner = drawn(part, parts, seen)
        inner.exits = {}
        for number, exit in ipairs(part.exits) do inner.exits[number] = exit end
        parts[#parts + 1] = inner
      end
      one.part = part.name
    end
    steps[index] = one
  end
  local result = { name = chart.name, made = chart.made, place = chart.place, start = chart.start, steps = steps }
  if chart.defaults then result.hang_up = graph.target(chart.defaults.hang_up) end
  return result
end

--- What a filter says, as text.
local function filter_text(given)
  if given == nil or type(given) == "string" then return given end
  if type(given.pattern) == "string" then return "pattern " .. given.pattern end
  local list = {}
  for index, one in ipairs(given) do list[index] = filter_text(one) end
  return table.concat(list, ", ")
end

return function(chart)
  local parts = {}
  local result = drawn(chart, parts, {})
  result.parts = parts
  result.starts = chart.made == "launch" and { launch = true, target = chart.target }
    or { to = filter_text(chart.to), from = filter_text(chart.from) }
  result.unreached = graph.target(chart.unreached)
  if chart.languages then
    result.languages, result.language = {}, chart.language
    for name in pairs(chart.languages) do result.languages[#result.languages + 1] = name end
  end
  return result
end
