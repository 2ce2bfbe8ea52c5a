--- One caller's wait in a queue of std.queue: what they hear, whom they ring, and when they look at the line.
local options = require "std.options"
local music = require "std.music"
local transfer = require "std.transfer"

local queue_visit = {}

-- Seconds: between two looks of the first caller, of the last ones, and for agents whose claim has expired.
local look, seldom, net = 2, 10, 10

--- What one caller's wait knows: their ticket, what they hear with, the agents that they have claimed.
function queue_visit.new(queue, call, ticket)
  return {
    queue = queue, call = call, ticket = ticket, owner = queue.given.name .. "/" .. ticket,
    claimed = {}, invitations = {}, keys = nil, people = call:events "ParticipantsUpdated", plays = false,
  }
end

--- The agents as they are now.
function queue_visit.roster(queue)
  local agents = queue.given.agents
  if type(agents) == "function" then agents = agents() end
  return agents or {}
end

-- Waits for a key or a change, but not longer. Gives the value of a key that leaves, in a table, since it may be false.
local function listen(visit, timeout)
  local heard, err = (visit.keys or visit.people):next(math.max(timeout, 0.1))
  if heard == nil and err == nil then
    -- The call is over: every action raises call_ended now.
    visit.call:cancel_all_media()
  end
  local leave = visit.queue.given.leave
  if visit.keys and heard and leave[heard] ~= nil then return { value = leave[heard] } end
end

local function say_position(visit, position)
  local given = visit.queue.given
  -- The number is said over the music, which goes on behind it; nobody waits, so keys are heard meanwhile.
  local prompt = options.prompt((string.gsub(given.position, "{position}", tostring(position))), given)
  prompt.interrupt, prompt.wait = visit.plays, false
  visit.call:play(prompt)
  visit.plays = music.start(visit.call, given.music, given)
end

--- Takes invitations back that are still open, and gives the agents free; `but` is the one who has come.
function queue_visit.let_go(visit, but)
  for _, invitation in ipairs(visit.invitations) do
    if invitation.agent ~= but then invitation.operation:cancel() end
  end
  visit.invitations = {}
  local freed = false
  for _, agent in ipairs(visit.claimed) do
    if agent ~= but then freed = visit.queue.staff:release(visit.owner, agent) or freed end
  end
  visit.claimed = { but }
  if freed then visit.queue.line:agent_is_free() end
end

-- An agent did not come, or not for this caller.
local function leave_alone(visit, agent)
  visit.queue.staff:leave_alone(visit.owner, agent)
  for index, other in ipairs(visit.claimed) do
    if other == agent then table.remove(visit.claimed, index) break end
  end
end

-- Rings the claimed agents until one has come, all have not, or the caller leaves.
local function ring(visit, alive_at)
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
    table.insert(functions, function() return listen(visit, alive_at - now()) end)
    local first, result = race(functions)
    if first == #functions then
      if result then return nil, result end
    else
      local agent = visit.invitations[first].agent
      if result then
        queue_visit.let_go(visit, agent)
        return agent
      end
      table.remove(visit.invitations, first)
      leave_alone(visit, agent)
    end
    if now() >= alive_at then alive_at = queue.line:alive(visit.ticket) end
  end
  return nil
end

-- The agent has answered. Returns whether they speak with the caller now, or nil and why not.
local function greet(visit, agent)
  local call, given = visit.call, visit.queue.given
  if visit.plays then call:cancel_all_media() end
  visit.plays = false
  if visit.keys then call:stop_continuous_dtmf() end
  return transfer.greet(call, agent, given)
end

--- Looks at the line again and again, until an agent has come or the caller gives up. Gives what `queue:wait` does.
function queue_visit.serve(visit)
  local queue, line, ticket, given = visit.queue, visit.queue.line, visit.ticket, visit.queue.given
  local until_time = now() + queue.patience
  local alive_at, check_at, scan_at, say_at, seen_freed = now(), now() + seldom, now(), now(), nil
  while true do
    if now() >= alive_at then alive_at = line:alive(ticket) end
    local ahead, before, freed = line:standing(ticket)
    if not ahead then
      -- Taken for dead while everything stood still.
      line:enter(ticket)
      ahead, before, freed = line:standing(ticket)
    end
    if before and now() >= check_at then
      line:expect_alive(before)
      check_at = now() + seldom
    end
    local rang = false
    if ahead == 0 and (freed ~= seen_freed or now() >= scan_at) then
      local list = queue_visit.roster(queue)
      if #list == 0 then return nil, "no_agents" end
      seen_freed, scan_at = freed, now() + math.max(net, #list)
      visit.claimed = queue.staff:claim(visit.owner, list, queue.strategy, visit.call.other_party, queue.ring)
      if #visit.claimed > 0 then
        rang = true
        line:enter(ticket, true)
        local agent, left = ring(visit, alive_at)
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
        line:enter(ticket)
        scan_at = now()
      end
    end
    if now() >= until_time then return nil, "patience" end
    if not rang then
      if given.position and now() >= say_at then
        say_position(visit, ahead + 1)
        say_at = now() + queue.position_every
      end
      local pause = math.min(look + ahead, seldom, until_time - now())
      local left = listen(visit, pause)
      if left then return nil, "left", left.value end
    end
  end
end

return queue_visit
