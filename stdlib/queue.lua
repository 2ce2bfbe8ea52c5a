--- Callers who wait for agents, in order of arrival, each in a session of their own.
---
---   local support = queue.new { name = "support", agents = { "+14255550131", "+14255550132" }, music = "https://…" }
---   local agent, reason = support:wait(call)
---   if agent then support:talk(call, agent) end
---
--- How sessions agree. They share nothing but the store, in which each step is whole and happens once:
---
---   1. Arriving takes the next number of a counter, the ticket, and puts it into the line (std.queue_line).
---   2. Whoever has nobody waiting before them looks for agents. An agent is claimed by compare_and_set
---      (std.queue_agents), so one caller at a time rings them. While a caller's agent is rung the caller is starred in
---      the line and holds up nobody: the next one may claim another agent. When nobody comes, the star goes, and the
---      caller is before those again who came later.
---   3. The agent is added to the caller's call, so the music goes on until they answer. The claim is kept alive until
---      one of the two leaves; then the agent is free, which the line tells to whoever is first.
---   4. Who hangs up, leaves or is answered takes their ticket out at once. A session that dies cannot: its `seen` and
---      its claims expire, and the one behind it takes its ticket out.
---
--- A session cannot be signalled by others, since it does not know its own id; so each looks at the line again and
--- again: the first every two seconds, those behind less often, at least every ten. An hour of waiting takes some 7,500
--- of the 10,000 inputs that a session has, so nobody may wait longer.
local options = require "std.options"
local music = require "std.music"
local transfer = require "std.transfer"
local queue_line = require "std.queue_line"
local queue_agents = require "std.queue_agents"

local queue = {}

local methods = {}
methods.__index = methods

local function name(value)
  if type(value) ~= "string" or not string.find(value, "^[%w_.-]+$") or #value > 64 then
    return "must be 1 to 64 letters, digits, '_', '-' and '.'"
  end
end

local function agents(value)
  if type(value) ~= "function" and (type(value) ~= "table" or #value == 0) then
    return "must be a list such as { \"+14255550131\" }, or a function that gives one"
  end
end

local function strategy(value)
  if value ~= "in_order" and value ~= "longest_idle" and value ~= "all" then
    return "must be \"in_order\", \"longest_idle\" or \"all\""
  end
end

local function leave(value)
  if type(value) ~= "table" or next(value) == nil then
    return "must give values by keys, as in { [\"#\"] = \"voicemail\" }"
  end
  for key in pairs(value) do
    if type(key) ~= "string" or not string.find(key, "^[0-9A-D#*]$") then
      return "must have keys of a phone in quotes, as in { [\"#\"] = \"voicemail\" }"
    end
  end
end

local known = {
  name = name, agents = agents, strategy = strategy, leave = leave, position = "text",
  position_every = { "number", 5, 3600 }, ring = { "whole", 1, 180 }, rest = { "number", 1, 3600 },
  patience = { "number", 1, 3600 }, caller_id = true, display_name = "text", custom_context = "table",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text",
}
for option, kind in pairs(transfer.greeting) do known[option] = kind end

-- Seconds: between two looks of the first caller, of the last ones, and for agents whose claim has expired.
local look, seldom, net = 2, 10, 10
-- Seconds after which a session says that its agent still speaks.
local still_speaks = 20

--- Describes a queue; callers wait in it with `queue:wait(call)`. All sessions that use its name share it.
---
--- @param given table
---   name             the queue's name, 1 to 64 letters, digits, "_", "-" and "."
---   agents           a list of numbers or raw ids; or a function that gives the list as it is now
---   strategy         "in_order" (of the list; if not given), "longest_idle", or "all" at once
---   music            what callers hear: the address of a file, a text, or options of play; it is repeated
---   position         what they are told, with {position} in it, such as "You are number {position}."
---   position_every   seconds until they are told again; 30 if not given
---   ring             seconds that an agent's phone rings; 20 if not given
---   rest             seconds that an agent who did not come is left alone; 15 if not given
---   patience         seconds that a caller waits at most; 600 if not given, at most 3600
---   announce         what the agent hears first: a text or options of play
---   accept, accept_timeout   the key by which an agent takes the call, as `transfer.greet` has them
---   leave            keys that leave the queue, such as { ["#"] = "voicemail" }
---   caller_id, display_name, custom_context   as `call:add_participant` has them
---   voice, locale    of all texts
function queue.new(given)
  options.check("queue.new", given, known)
  for _, needed in ipairs { "name", "agents" } do
    if given[needed] == nil then options.raise("queue.new: " .. needed .. " is missing: it " .. known[needed]()) end
  end
  return setmetatable({
    given = given, strategy = given.strategy or "in_order", talks = {},
    line = queue_line.new(given.name), staff = queue_agents.new(given.rest or 15),
    ring = given.ring or 20, patience = given.patience or 600, position_every = given.position_every or 30,
  }, methods)
end

-- What one caller's wait knows: their ticket, what they hear with, the agents that they have claimed.
local function visit(queue, call, ticket)
  return {
    queue = queue, call = call, ticket = ticket, owner = queue.given.name .. "/" .. ticket,
    claimed = {}, invitations = {}, keys = nil, people = call:events "ParticipantsUpdated", plays = false,
  }
end

-- The agents as they are now.
local function roster(queue)
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

-- Takes invitations back that are still open, and gives the agents free; `but` is the one who has come.
local function let_go(visit, but)
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
        let_go(visit, agent)
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

-- Which of the two is not in the call any more; nil when both are, or nobody knows.
local function who_has_left(call, agent)
  local list = call:list_participants()
  if not list then return nil end
  local there = {}
  for _, participant in ipairs(list) do there[participant.identifier.raw_id] = true end
  if not there[identifier(agent).raw_id] then return "agent_left" end
  local caller = call.other_party
  if caller and not there[identifier(caller).raw_id] then return "caller_left" end
end

-- While the two speak the claim is kept alive; when one has left it ends. An event may be lost while the process is
-- down, so who is there is asked for in any case.
local function watch(queue, call, owner, agent, people)
  return spawn(function()
    local claim <close> = setmetatable({}, {
      __close = function() if queue.staff:release(owner, agent) then queue.line:agent_is_free() end end,
    })
    while true do
      local changed, err = people:next(still_speaks)
      if not changed and not err then return "call_ended" end
      local left = who_has_left(call, agent)
      if left == "caller_left" then call:hang_up { for_everyone = true } end
      if left then return left end
      queue.staff:speaks(owner, agent)
    end
  end)
end

local serve

--- Lets a caller wait until an agent speaks with them.
---
--- @param call table the call, answered
--- @return the agent, or nil and a reason: "patience" (waited too long), "no_agents" (the list is empty), "left" and
---   the value of the key that was pressed, "caller_left" (while the agent came)
function methods:wait(call)
  if #roster(self) == 0 then return nil, "no_agents" end
  local visit = visit(self, call, self.line:join())
  local place <close> = setmetatable({}, {
    -- However this ends: answered, by a key, by hanging up, as the loser of a race.
    __close = function()
      let_go(visit)
      self.line:leave(visit.ticket)
    end,
  })
  if self.given.leave then visit.keys = call:tones() end
  visit.plays = music.start(call, self.given.music, self.given)
  local agent, reason, value = serve(visit)
  if agent then
    visit.claimed = {}
    self.staff:speaks(visit.owner, agent)
    self.talks[call.call_connection_id] = watch(self, call, visit.owner, agent, visit.people)
    return agent
  end
  if visit.plays then call:cancel_all_media() end
  if visit.keys then call:stop_continuous_dtmf() end
  return nil, reason, value
end

-- Looks at the line again and again, until an agent has come or the caller gives up.
function serve(visit)
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
      local list = roster(queue)
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

--- Waits until the caller and the agent have spoken: until one of them has left.
---
--- @return "agent_left", or "caller_left", after which the call is over for everyone
function methods:talk(call, agent)
  local talk = self.talks[call.call_connection_id]
  if not talk then error("queue:talk: wait(call) has given no agent for this call", 2) end
  return talk:wait()
end

--- How many callers wait for an agent now.
function methods:length() return self.line:length() end

return queue
