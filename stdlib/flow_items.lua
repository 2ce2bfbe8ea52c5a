--- What stands behind the kind of a step: the tests of a branch, the values of a set, a function, a part.
local types = require "std.flow_types"

local items = {}

local comparisons = {
  is = "any", is_not = "any", is_set = "boolean", one_of = "table", starts_with = "string", above = "number",
  below = "number",
}

local function check_test(state, test, path)
  if type(test) ~= "table" then
    return types.wrong(state, path, "a test, as in { variable = \"tries\", above = 2, go = \"desk\" }", test)
  end
  local kinds_of = (test.hours and 1 or 0) + (test.when and 1 or 0) + (test.variable and 1 or 0)
  if kinds_of ~= 1 then
    return state.mistake("missing_option", path,
      "a test has one of variable = \"…\", hours = … and when = function(vars, call) … end")
  end
  local more = { hours = true, when = true, variable = true }
  local compares = 0
  for name, wanted in pairs(comparisons) do
    more[name] = true
    if test[name] ~= nil then
      compares = compares + 1
      if wanted ~= "any" and type(test[name]) ~= wanted then
        types.wrong(state, types.join(path, name), "a " .. wanted, test[name])
      end
    end
  end
  if test.when and type(test.when) ~= "function" then
    types.wrong(state, types.join(path, "when"), "a function", test.when)
  end
  if test.hours and type(test.hours) ~= "function"
    and not (type(test.hours) == "table" and type(test.hours.is_open) == "function") then
    types.wrong(state, types.join(path, "hours"),
      "opening hours, as hours.new { … } of std.hours gives them, or a function", test.hours)
  end
  if test.variable and compares ~= 1 then
    state.mistake("missing_option", path, function(words)
      return "say what the variable is compared with: " .. words.list(comparisons)
    end)
  end
  types.edge(state, test, path, more)
end

function items.tests(state, step, path)
  if step[2] == nil then
    state.mistake("missing_option", path,
      "a branch has tests, as in { variable = \"tries\", above = 2, go = \"desk\" }")
  end
  for index = 2, #step do check_test(state, step[index], types.join(path, index)) end
end

items["function"] = function(state, step, path)
  if type(step[2]) ~= "function" then types.wrong(state, types.join(path, 2), "a function(call, vars)", step[2]) end
end

function items.values(state, step, path)
  if step[2] == nil and step.add == nil then
    state.mistake("missing_option", path, "say what is set, as in { \"set\", { tries = 0 }, next = \"main\" }")
  elseif step[2] ~= nil then
    types.fills(state, step[2], types.join(path, 2))
  end
end

function items.part(state, step, path)
  if type(step[2]) ~= "table" or step[2].made ~= "part" then
    types.wrong(state, types.join(path, 2), "a part, as line.part { … } gives it", step[2])
  end
end

return items
