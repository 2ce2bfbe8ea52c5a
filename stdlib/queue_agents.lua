--- The agents of std.queue on the store: an agent is rung, or speaks, for one caller at a time, over all queues.
---
--- std.queue/agent/RAW-ID   "NAME/TICKET": rung by or speaking with that caller; "resting": did not come, left alone
---                          for a while; "free T": free since then. Nothing: free, and has not spoken of late.
---
--- A claim is a compare_and_set from what was read, so one of several succeeds. Each claim expires: while it rings a
--- minute after the phone must have stopped, while they speak a minute after the session last said that it lives.
local agents = {}
agents.__index = agents

local speaking, freshly_free = 60, 24 * 3600

function agents.new(rest) return setmetatable({ rest = rest }, agents) end

local function key(agent) return "std.queue/agent/" .. identifier(agent).raw_id end

-- Since when an agent is free by what the store has: a time, 0 where nothing is known, nil for one who is not.
local function free_since(value)
  if value == nil then return 0 end
  return tonumber(string.match(value, "^free (.+)$"))
end

--- Claims agents who are free: one, or all of them.
--- @param owner string whose claim it is
--- @param list table the agents in order
--- @param strategy string "in_order", "longest_idle" or "all"
--- @param caller table|nil who is never rung, since they are calling
--- @param ring number seconds that it may ring
--- @return table the claimed agents
function agents:claim(owner, list, strategy, caller, ring)
  local claimed, free = {}, {}
  local function try(agent, value)
    if store.compare_and_set(key(agent), value, owner, { expires = ring + 60 }) then table.insert(claimed, agent) end
  end
  for _, agent in ipairs(list) do
    if not (caller and identifier(agent).raw_id == identifier(caller).raw_id) then
      local value = store.get(key(agent))
      local since = free_since(value)
      if since and strategy == "longest_idle" then
        table.insert(free, { agent = agent, value = value, since = since })
      elseif since then
        try(agent, value)
        if strategy == "in_order" and #claimed > 0 then break end
      end
    end
  end
  -- The sort is stable: those of whom nothing is known come in the order of the list.
  table.sort(free, function(a, b) return a.since < b.since end)
  for _, item in ipairs(free) do
    if #claimed == 0 then try(item.agent, item.value) end
  end
  return claimed
end

--- Leaves an agent alone for a while who did not come.
function agents:leave_alone(owner, agent)
  store.compare_and_set(key(agent), owner, "resting", { expires = self.rest })
end

--- Says that an agent still speaks. After a long standstill the claim may be gone; it is taken again if nobody has it.
function agents:speaks(owner, agent)
  local expires = { expires = speaking }
  if store.compare_and_set(key(agent), owner, owner, expires) then return end
  store.compare_and_set(key(agent), nil, owner, expires)
end

--- Ends a claim. Returns whether it was still there.
function agents:release(owner, agent)
  return store.compare_and_set(key(agent), owner, "free " .. now(), { expires = freshly_free })
end

return agents
