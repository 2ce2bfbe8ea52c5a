--- Begins a chart by a launch: calls somebody, if it is to, and goes on from there.
local graph = require "std.flow_graph"
local texts = require "std.flow_text"
local runner = require "std.flow_run"

return function(chart, event)
  local vars = {}
  for name, value in pairs(event.params) do vars[name] = value end
  if not chart.target then return runner.run(chart, nil, vars) end
  local run = { chart = chart, vars = vars, step = "start", locale = chart.locale or "en-US" }
  local function filled(name)
    local ok, text = pcall(texts.fill, run, chart[name])
    if ok then return text end
    error(chart.place .. ": " .. name .. ": the launch does not give what stands in " .. ("%q"):format(chart[name]), 0)
  end
  local call, err = create_call {
    target = filled "target", timeout = chart.ring, caller_id = chart.caller_id and filled "caller_id",
  }
  if call then
    vars.caller, vars.called, vars.correlation_id = call.from, call.to, call.correlation_id
    return runner.run(chart, call, vars)
  end
  vars.reason = err.reason
  log.info("not reached", { chart = chart.name, reason = err.reason })
  local edge = chart.unreached
  if edge == nil then return end
  if type(edge) == "table" then
    for name, value in pairs(texts.fill_all(run, edge.set or {})) do vars[name] = value end
  end
  runner.run(chart, nil, vars, graph.target(edge))
end
