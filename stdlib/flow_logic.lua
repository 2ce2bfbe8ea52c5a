--- Steps that ask servers, compare and compute.
local texts = require "std.flow_text"

local logic = {}

function logic.http(run, step)
  local request = { timeout = step.timeout, bearer = step.bearer and http.secret(step.bearer) }
  for _, method in ipairs { "get", "post", "put", "patch", "delete" } do
    if step[method] then request.method, request.url = method:upper(), texts.fill(run, step[method], texts.encoded) end
  end
  request.idempotency_key = step.idempotency_key and texts.fill(run, step.idempotency_key)
  for _, name in ipairs { "json", "form", "query", "headers" } do
    if step[name] then request[name] = texts.fill_all(run, step[name]) end
  end
  local answer, err = http.request(request)
  if not answer then
    log.warning("no answer", { chart = run.chart.name, step = run.step, reason = err.reason })
    return err.reason, true
  end
  local status = tostring(answer.status)
  if step.into then run.vars[step.into] = answer.json or answer.body end
  if step.status and (step.status[answer.status] ~= nil or step.status[status] ~= nil) then return status end
  if answer.status < 300 then return "next" end
  log.warning("an answer that no exit takes", { chart = run.chart.name, step = run.step, status = answer.status })
  return "status_" .. status, true
end


local function same(a, b) return a == b or a ~= nil and tostring(a) == tostring(b) end

--- Whether a test is true.
local function holds(run, test)
  if test.when then return test.when(run.vars, run.call) end
  if test.hours then
    local hours = test.hours
    if type(hours) == "function" then return hours(now()) end
    return (hours:is_open(now()))
  end
  local value = texts.value(run.vars, test.variable)
  if test.is ~= nil then return same(value, test.is) end
  if test.is_not ~= nil then return not same(value, test.is_not) end
  if test.is_set ~= nil then return (value ~= nil) == test.is_set end
  if test.one_of then
    for _, one in ipairs(test.one_of) do
      if same(value, one) then return true end
    end
    return false
  end
  if test.starts_with then return value ~= nil and tostring(value):sub(1, #test.starts_with) == test.starts_with end
  -- What was pressed is a text; it is compared as a number.
  local left, right = tonumber(value), test.above or test.below
  if not left then return false end
  if test.above then return left > right end
  return left < right
end

function logic.branch(run, step)
  for index = 2, #step do
    if holds(run, step[index]) then return tostring(index - 1) end
  end
  return "otherwise"
end

function logic.set(run, step)
  for name, value in pairs(texts.fill_all(run, step[2] or {})) do run.vars[name] = value end
  for name, by in pairs(step.add or {}) do run.vars[name] = (tonumber(run.vars[name]) or 0) + by end
  return "next"
end

function logic.call(run, step)
  local word = step[2](run.call, run.vars)
  if word == nil then return "next" end
  if type(word) ~= "string" or not (step.exits and step.exits[word] ~= nil or word == "next" or word == "failed") then
    local words = require "std.flow_words"
    local known = { next = true, failed = true }
    for name in pairs(step.exits or {}) do known[name] = true end
    error(run.place .. ": steps." .. run.step .. ": its function gave " .. words.shown(word) .. ", which is no exit"
      .. words.hint(word, known, "exits"), 0)
  end
  return word, word == "failed"
end

return logic
