--- Callers who wait for agents, in order of arrival, each in a session of their own.
---
---   local support = queue.new { name = "support", agents = { "+14255550131", "+14255550132" }, music = "https://…" }
---   local agent, reason = support:wait(call)
---   if agent then support:talk(call, agent) end
---
--- How sessions agree. They share nothing but the store, in which each step is whole and happens once, and wake one
--- another by a signal:
---
---   1. Arriving takes the next number of a counter, the ticket, and puts it into the line (std.queue_line).
---   2. Whoever has nobody waiting before them looks for agents. An agent is claimed by compare_and_set
---      (std.queue_agents), so one caller at a time rings them. While a caller's agent is rung the caller is starred in
---      the line and holds up nobody: the next one may claim another agent. When nobody comes, the star goes, and the
---      caller is before those again who came later.
---   3. The agent is added to the caller's call, so the music goes on until they answer. The claim is kept alive until
---      one of the two leaves; then the agent is free.
---   4. Who hangs up, leaves or is answered takes their ticket out at once. A session that dies cannot: its `seen` and
---      its claims expire, and the one behind it takes its ticket out.
---   5. Whoever makes another one the first, by leaving or by a star, wakes that one. Whoever gives an agent free
---      wakes the first of each queue in which somebody has found the agent taken. Who is woken looks again. Two agents
---      who are free at once are found by one look after the other: the first caller claims one, is starred, and so
---      wakes the next.
---   6. To wake a session that is gone fails: its ticket is taken out, and the next one is woken. One who is just
---      leaving may be woken in vain: by leaving they wake the next. A signal that is lost is made good every 30
---      seconds, when each caller looks without one; that also finds claims that have expired and a list of agents that
---      has changed (`queue:wake` tells of it at once).
---
--- The signal is "std.queue" (std.queue_bell). The flow's own `on("Signal")` and `wait_for("Signal")` have it too, so
--- give them a filter: `on("Signal", { signal = "…" }, …)`.
---
--- An hour of waiting takes some 400 of the 10,000 inputs that a session has, 120 for each agent who is taken (900 for
--- more than seven), and two, with music four, for each time that the position is told. An agent rung in vain takes 15
--- to 30; so a caller who has rung 40 spreads 120 more over their patience, unless they are woken. Four hours with
--- position and music, and answering machines for agents, took 9,000.
local options = require "std.options"
local music = require "std.music"
local transfer = require "std.transfer"
local queue_line = require "std.queue_line"
local queue_ring = require "std.queue_ring"
local queue_visit = require "std.queue_visit"
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

-- Seconds that a caller may wait, and how often they may be told where they are: what their session's inputs allow.
local longest, tellings = 4 * 3600, 1000

local known = {
  name = name, agents = agents, strategy = strategy, leave = leave, position = "text",
  position_every = { "number", 5, 3600 }, ring = { "whole", 1, 180 }, rest = { "number", 1, 3600 },
  patience = { "number", 1, longest }, caller_id = true, display_name = "text", custom_context = "table",
  voice = "text", voice_kind = "text", locale = "text", custom_voice = "text",
}
for option, kind in pairs(transfer.greeting) do known[option] = kind end

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
---   position_every   seconds until they are told again, at most 1000 times; 30 if not given
---   ring             seconds that an agent's phone rings; 20 if not given
---   rest             seconds that an agent who did not come is left alone; 15 if not given
---   patience         seconds that a caller waits at most; 600 if not given, at most 14400
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
  local patience, position_every = given.patience or 600, given.position_every or 30
  if given.position and patience / position_every > tellings then
    options.raise(string.format("queue.new: with a patience of %g position_every must be at least %g", patience,
      math.ceil(patience / tellings)))
  end
  local ring = given.ring or 20
  return setmetatable({
    given = given, talks = {}, line = queue_line.new(given.name), ring = ring,
    patience = patience, position_every = position_every,
    staff = queue_agents.new {
      name = given.name, strategy = given.strategy or "in_order", rest = given.rest or 15,
      rings = ring + (given.accept and given.accept_timeout or 10),
    },
  }, methods)
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
      __close = function() queue.staff:release(owner, { agent }) end,
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

--- Lets a caller wait until an agent speaks with them.
---
--- @param call table the call, answered
--- @return the agent, or nil and a reason: "patience" (waited too long), "no_agents" (the list is empty), "left" and
---   the value of the key that was pressed, "caller_left" (while the agent came)
function methods:wait(call)
  if #queue_visit.roster(self) == 0 then return nil, "no_agents" end
  local visit = queue_visit.new(self, call)
  local place <close> = setmetatable({}, {
    -- However this ends: answered, by a key, by hanging up, as the loser of a race.
    __close = function()
      visit.bell:stop()
      queue_ring.let_go(visit)
      if visit.ticket then self.line:leave(visit.ticket) end
    end,
  })
  visit:join()
  if self.given.leave then visit.keys = call:tones() end
  visit.plays = music.start(call, self.given.music, self.given)
  local agent, reason, value = visit:serve()
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

--- Waits until the caller and the agent have spoken: until one of them has left.
---
--- @return "agent_left", or "caller_left", after which the call is over for everyone
function methods:talk(call, agent)
  local talk = self.talks[call.call_connection_id]
  if not talk then error("queue:talk: wait(call) has given no agent for this call", 2) end
  return talk:wait()
end

--- Lets whoever is first look for agents now, such as one who has just come on duty. They do so by themselves when an
--- agent becomes free, and every 30 seconds.
function methods:wake() self.line:wake_first() end

--- How many callers wait for an agent now.
function methods:length() return self.line:length() end

return queue
