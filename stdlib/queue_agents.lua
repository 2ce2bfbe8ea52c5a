--- The agents of std.queue on the store: an agent is rung, or speaks, for one caller at a time, over all queues.
---
--- std.queue/agent/RAW-ID   "NAME/TICKET": rung by or speaking with that caller; "free T": free since then, or, with a
---                          T to come, left alone until then, since they did not come. Nothing: free for long.
--- std.queue/wanted/RAW-ID  "NAME NAME": the queues in which somebody has waited for the agent
---
--- A claim is a compare_and_set from what was read, so one of several succeeds. Each claim expires: while it rings a
--- minute after the phone must have stopped, while they speak a minute after the session last said that it lives.
---
--- Who finds an agent taken says so in `wanted` first and looks again then; who gives an agent free does that first and
--- reads `wanted` then, and wakes the first of each queue in it. So one of the two sees the other.
local queue_line = require "std.queue_line"

local agents = {}
agents.__index = agents

local speaking, freshly_free, remembered = 60, 24 * 3600, 30 * 24 * 3600

--- @param given table
---   name      the queue's
---   strategy  "in_order", "longest_idle" or "all"
---   rings     seconds that it may take until an agent has come or not
---   rest      seconds that one who did not come is left alone
function agents.new(given) return setmetatable(given, agents) end

local function key(agent) return "std.queue/agent/" .. identifier(agent).raw_id end
local function wanted_key(agent) return "std.queue/wanted/" .. identifier(agent).raw_id end

-- From when on an agent is free by what the store has: a time, 0 where nothing is known, nil for one who is not.
local function free_from(value)
  if value == nil then return 0 end
  return tonumber(string.match(value, "^free (.+)$"))
end

-- Makes sure that whoever gives the agent free wakes this queue. Returns whether that is news to this caller.
local function want(self, visit, agent)
  local id = identifier(agent).raw_id
  if visit.wanted[id] then return false end
  visit.wanted[id] = true
  local done
  repeat
    local there = store.get(wanted_key(agent))
    local names = there or ""
    if not string.find(" " .. names .. " ", " " .. self.name .. " ", 1, true) then
      names = names == "" and self.name or names .. " " .. self.name
    end
    done = store.compare_and_set(wanted_key(agent), there, names, { expires = remembered })
  until done ~= false
  return true
end

-- Claims an agent of whom the store had this value. In the list first, so that nobody forgets whom it has claimed.
local function try(self, visit, agent, value)
  table.insert(visit.claimed, agent)
  if not store.compare_and_set(key(agent), value, visit.owner, { expires = self.rings + 60 }) then
    table.remove(visit.claimed)
  end
end

-- The agents in the order of the list, but whom this caller has rung in vain after the others: a rest is shorter than
-- two who do not answer, so the third would never be rung. The sort is stable.
local function in_turn(visit, list)
  local order = table.move(list, 1, #list, 1, {})
  local function missed(agent) return visit.missed[identifier(agent).raw_id] or 0 end
  table.sort(order, function(a, b) return missed(a) < missed(b) end)
  return order
end

--- Claims agents who are free, into `visit.claimed`: one, or all of them.
--- @param visit table a caller's wait
--- @param list table the agents in order
--- @return number when the next one is free who is left alone until then; math.huge when there is none
function agents:claim(visit, list)
  local free, next_free = {}, math.huge
  local caller = visit.call.other_party
  for _, agent in ipairs(in_turn(visit, list)) do
    -- Nobody is rung for their own call.
    if not (caller and identifier(agent).raw_id == identifier(caller).raw_id) then
      local value = store.get(key(agent))
      local from = free_from(value)
      if not (from and from <= now()) and want(self, visit, agent) then
        value = store.get(key(agent))
        from = free_from(value)
      end
      if from and from > now() then
        next_free = math.min(next_free, from)
      elseif from and self.strategy == "longest_idle" then
        table.insert(free, { agent = agent, value = value, from = from })
      elseif from then
        try(self, visit, agent, value)
        if self.strategy == "in_order" and #visit.claimed > 0 then break end
      end
    end
  end
  -- The sort is stable: those of whom nothing is known come in the order of the list.
  table.sort(free, function(a, b) return a.from < b.from end)
  for _, item in ipairs(free) do
    if #visit.claimed == 0 then try(self, visit, item.agent, item.value) end
  end
  return next_free
end

-- Wakes the queues that want these agents, each once.
local function tell(freed, but)
  local told = { [but or ""] = true }
  for _, agent in ipairs(freed) do
    for name in string.gmatch(store.get(wanted_key(agent)) or "", "%S+") do
      if not told[name] then
        told[name] = true
        queue_line.new(name):wake_first()
      end
    end
  end
end

--- Leaves an agent alone for a while who did not come. The caller knows that already who goes on as the first of this
--- queue; others shall know when the agent is free.
function agents:leave_alone(owner, agent)
  if store.compare_and_set(key(agent), owner, "free " .. now() + self.rest, { expires = freshly_free }) then
    tell({ agent }, self.name)
  end
end

--- Says that an agent still speaks. After a long standstill the claim may be gone; it is taken again if nobody has it.
function agents:speaks(owner, agent)
  local expires = { expires = speaking }
  if store.compare_and_set(key(agent), owner, owner, expires) then return end
  store.compare_and_set(key(agent), nil, owner, expires)
end

--- Ends claims, as far as they are still there, and wakes whoever waits for these agents.
function agents:release(owner, list)
  local freed = {}
  for _, agent in ipairs(list) do
    if store.compare_and_set(key(agent), owner, "free " .. now(), { expires = freshly_free }) then
      table.insert(freed, agent)
    end
  end
  tell(freed)
end

return agents
