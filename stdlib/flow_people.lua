--- Steps that bring in other people.
local texts = require "std.flow_text"

local people = {}

--- Those that a step names: one or a list, tried in order.
local function targets(run, given)
  if type(given) == "string" then return { texts.fill(run, given) } end
  if given[1] == nil then return { given } end
  local list = {}
  for index, one in ipairs(given) do list[index] = type(one) == "string" and texts.fill(run, one) or one end
  return list
end

local function speaks(step) return step.text or step.file or step.ssml or step.sources end

function people.transfer(run, step)
  if speaks(step) then run.call:play(texts.prompt(run, step)) end
  local reason
  for _, target in ipairs(targets(run, step.target)) do
    local taken, err = run.call:transfer {
      target = target, custom_context = step.custom_context and texts.fill_all(run, step.custom_context),
    }
    if taken then return "next" end
    reason = err.reason
  end
  return reason, true
end

--- Who of the two is in the call, as the service has it now; both when it does not say.
local function who_is_there(call, caller, target)
  local list = call:list_participants()
  if not list then return true, true end
  local there = {}
  for _, participant in ipairs(list) do there[participant.identifier.raw_id] = true end
  return there[caller], there[target]
end

--- Waits until one of the two has left. An event is only a hint, and may be lost: the service is asked.
local function stay(run, events, target)
  local call = run.call
  local caller, other = identifier(call.other_party).raw_id, identifier(target).raw_id
  while true do
    local has_caller, has_target = who_is_there(call, caller, other)
    if not has_caller then
      call:hang_up { for_everyone = true }
      return "hung_up"
    end
    if not has_target then return "next" end
    events:next(300)
  end
end

function people.dial(run, step)
  local call = run.call
  if speaks(step) then call:play(texts.prompt(run, step)) end
  local events = step.next ~= nil and call:events "ParticipantsUpdated"
  local reason
  for _, target in ipairs(targets(run, step.target)) do
    local joined, err = call:add_participant {
      target = target, invitation_timeout = step.ring or 20,
      caller_id = step.caller_id and texts.fill(run, step.caller_id),
    }
    if joined and step.announce then
      local prompt = texts.prompt(run, step.announce)
      prompt.to = target
      call:play(prompt)
      -- Who has heard enough and hung up would leave the caller alone.
      _, err = call:get_participant { target = target }
      joined = not err or err.reason ~= "not_found"
    end
    if joined then
      if events then return stay(run, events, target) end
      call:hang_up()
      return "next"
    end
    reason = err.reason
  end
  return reason, true
end

function people.queue(run, step)
  local call = run.call
  if speaks(step) then call:play(texts.prompt(run, step)) end
  -- One queue, or one by language: they speak differently to callers, and share their line by its name.
  local queue = step.queue.wait and step.queue or step.queue[run.language] or step.queue[run.first_language]
  local agent, reason, value = queue:wait(call)
  if not agent then
    -- A key that leaves the queue has a word of its own there.
    if reason == "caller_left" then return "hung_up" end
    if reason == "left" and value ~= nil then return tostring(value) end
    return reason, true
  end
  if step.into then run.vars[step.into] = agent end
  if queue:talk(call, agent) == "caller_left" then return "hung_up" end
  if step.next == nil then call:hang_up { for_everyone = true } end
  return "next"
end

return people
