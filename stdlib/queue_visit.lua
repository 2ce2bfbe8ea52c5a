--- One caller's wait in a queue of std.queue: what they hear, whom they ring, and when they look at the line.
local options = require "std.options"
local music = require "std.music"
local queue_bell = require "std.queue_bell"
local queue_ring = require "std.queue_ring"

local queue_visit = {}

local visits = {}
visits.__index = visits

-- Seconds after which a caller says that they live, and looks at the line although nobody has woken them.
local net = 30
-- Inputs are to last as long as the patience. Each look takes one for each agent, so a long list is gone through less
-- often: seconds for each agent. A ring takes 15 to 30; so who has rung this many agents in vain spreads the next ones
-- over the patience: how many. The bell is followed in any case.
local per_agent, rung_freely, spread = 4, 40, 120

--- What one caller's wait knows: their ticket, what they hear with, the agents that they have claimed; by raw id, whom
--- they have found taken (`wanted`) and how often they have rung one in vain (`missed`). It hears the bell before it is
--- in the line, so no ring is missed.
function queue_visit.new(queue, call)
  return setmetatable({
    queue = queue, call = call, bell = queue_bell.new(), net_at = now(), claimed = {}, wanted = {}, missed = {},
    invitations = {}, keys = nil, people = call:events "ParticipantsUpdated", plays = false,
  }, visits)
end

--- Takes a ticket at the end of the line.
function visits:join()
  local line = self.queue.line
  self.ticket = line:next_ticket()
  self.owner = self.queue.given.name .. "/" .. self.ticket
  line:alive(self.ticket)
  line:enter(self.ticket)
end

--- The agents as they are now.
function queue_visit.roster(queue)
  local agents = queue.given.agents
  if type(agents) == "function" then agents = agents() end
  return agents or {}
end

--- Says that the caller lives, if it is time. Returns whether it was.
function visits:live()
  if now() < self.net_at then return false end
  self.queue.line:alive(self.ticket)
  self.net_at = now() + net
  return true
end

--- Waits for a key or a change. Gives the value of a key that leaves, in a table, since it may be false.
function visits:listen(until_time)
  local heard, err = (self.keys or self.people):next(math.max(until_time - now(), 0.1))
  if heard == nil and err == nil then
    -- The call is over: every action raises call_ended now.
    self.call:cancel_all_media()
  end
  local leave = self.queue.given.leave
  if self.keys and heard and leave[heard] ~= nil then return { value = leave[heard] } end
end

-- The same, and for the bell.
local function listen_or_wake(visit, until_time)
  local _, left = race { function() return visit:listen(until_time) end, function() visit.bell:wait() end }
  return left
end

local function say_position(visit, position)
  local given = visit.queue.given
  -- The number is said over the music, which goes on behind it; nobody waits, so keys are heard meanwhile.
  local prompt = options.prompt((string.gsub(given.position, "{position}", tostring(position))), given)
  prompt.interrupt, prompt.wait = visit.plays, false
  visit.call:play(prompt)
  visit.plays = music.start(visit.call, given.music, given)
end

-- Where the caller stands; now and then the dead before them are taken out.
local function look(visit, looks_for_dead)
  local line, ticket = visit.queue.line, visit.ticket
  local ahead, before = line:standing(ticket)
  while not ahead do
    -- Taken for dead while everything stood still.
    line:enter(ticket)
    ahead, before = line:standing(ticket)
  end
  while looks_for_dead and before and line:expect_alive(before, ticket) do ahead, before = line:standing(ticket) end
  return ahead
end

--- Looks at the line whenever the caller is woken, until an agent has come or the caller gives up. Gives what
--- `queue:wait` does.
function visits:serve()
  local queue, given = self.queue, self.queue.given
  local until_time, scan_at = now() + queue.patience, now()
  local say_at = given.position and now() or math.huge
  local rung, pause_until = 0, 0
  while true do
    if self.bell:has_rung() then scan_at = now() end
    local ahead, has_tried = look(self, self:live()), false
    if ahead == 0 and now() >= scan_at then
      local list = queue_visit.roster(queue)
      if #list == 0 then return nil, "no_agents" end
      local next_free = queue.staff:claim(self, list)
      local count = #self.claimed
      if count > 0 then
        local agent, reason, value = queue_ring.serve(self)
        if agent or reason then return agent, reason, value end
        has_tried, rung = true, rung + count
        if rung > rung_freely then pause_until = now() + count * queue.patience / spread end
        scan_at = now()
      else
        scan_at = math.min(next_free, now() + math.max(net, per_agent * #list))
      end
      scan_at = math.max(scan_at, pause_until)
    end
    if now() >= until_time then return nil, "patience" end
    if not has_tried then
      if now() >= say_at then
        say_position(self, ahead + 1)
        say_at = now() + queue.position_every
      end
      local next_look = math.min(until_time, self.net_at, say_at, ahead == 0 and scan_at or math.huge)
      local left = listen_or_wake(self, next_look)
      if left then return nil, "left", left.value end
    end
  end
end

return queue_visit
