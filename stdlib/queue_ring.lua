--- How one caller of std.queue rings the agents that they have claimed, until one speaks with them or none has come.
local music = require "std.music"
local transfer = require "std.transfer"

local queue_ring = {}

--- Takes invitations back that are still open, and gives the agents free; `but` is the one who has come.
function queue_ring.let_go(visit, but)
  for _, invitation in ipairs(visit.invitations) do
    if invitation.agent ~= but then invitation.operation:cancel() end
  end
  local others = {}
  for _, agent in ipairs(visit.claimed) do
    if agent ~= but then table.insert(others, agent) end
  end
  visit.invitations, visit.claimed = {}, { but }
  if #others > 0 then visit.queue.staff:release(visit.owner, others) end
end

-- An agent did not come, or not for this caller.
local function leave_alone(visit, agent)
  local id = identifier(agent).raw_id
  visit.missed[id] = (visit.missed[id] or 0) + 1
  visit.queue.staff:leave_alone(visit.owner, agent)
  for index, other in ipairs(visit.claimed) do
    if other == agent then table.remove(visit.claimed, index) break end
  end
end

-- Rings the claimed agents until one has come, all have not, or the caller leaves.
local function ring(visit)
  local queue, call, given = visit.queue, visit.call, visit.queue.given
  for _, agent in ipairs(visit.claimed) do
    local operation = call:add_participant {
      target = agent, invitation_timeout = queue.ring, wait = false,
      caller_id = given.caller_id, display_name = given.display_name, custom_context = given.custom_context,
    }
    table.insert(visit.invitations, { agent = agent, operation = operation })
  end
  while #visit.invitations > 0 do
    local functions = {}
    for _, invitation in ipairs(visit.invitations) do
      table.insert(functions, function() return invitation.operation:wait() end)
    end
    table.insert(functions, function() return visit:listen(visit.net_at) end)
    local first, result, err = race(functions)
    if first == #functions then
      if result then return nil, result end
    else
      -- It also ends when the call does, which raises call_ended a moment later: then the agent is not to blame.
      local moment = err and err.reason == "cancelled" and now() + 1 or 0
      while now() < moment do
        local left = visit:listen(moment)
        if left then return nil, left end
      end
      local agent = visit.invitations[first].agent
      if result then
        queue_ring.let_go(visit, agent)
        return agent
      end
      table.remove(visit.invitations, first)
      leave_alone(visit, agent)
    end
    visit:live()
  end
end

-- The agent has answered. Returns whether they speak with the caller now, or nil and why not.
local function greet(visit, agent)
  local call, given = visit.call, visit.queue.given
  if visit.plays then call:cancel_all_media() end
  visit.plays = false
  if visit.keys then call:stop_continuous_dtmf() end
  return transfer.greet(call, agent, given)
end

--- Rings the claimed agents while the caller is starred. Gives what `queue:wait` does, or nothing when nobody has come.
function queue_ring.serve(visit)
  local line, given = visit.queue.line, visit.queue.given
  line:enter(visit.ticket, true)
  local agent, left = ring(visit)
  if left then return nil, "left", left.value end
  if agent then
    local agreed, reason = greet(visit, agent)
    if agreed then return agent end
    leave_alone(visit, agent)
    if reason == "caller_left" then
      visit.call:hang_up { for_everyone = true }
      return nil, reason
    end
    if given.leave then visit.keys = visit.call:tones() end
    visit.plays = music.start(visit.call, given.music, given)
  end
  line:enter(visit.ticket)
end

return queue_ring
