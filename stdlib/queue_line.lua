--- The line of std.queue on the store: who waits, in order of arrival, across sessions.
---
--- std.queue/NAME/count        how many have come so far; the number of an arrival is its ticket
--- std.queue/NAME/line         a text such as "4: 17* 18 20": the tickets in order, a star behind one whom an agent is
---                             being rung for; first, how often an agent of the queue has become free
--- std.queue/NAME/seen/TICKET  there while the session of the ticket is alive; it expires by itself
---
--- The line changes by compare_and_set only, so each change is made whole or again. A text, since two texts are equal
--- when they look equal. Who finds the one before them without a `seen` takes that ticket out, so a dead session is
--- found by whoever it holds up; somebody who lives and was taken out (all stood still for a while) puts themselves
--- back, to where their ticket belongs.
local line = {}
line.__index = line

-- Seconds: a session says that it lives every ten, and is taken for dead after thirty.
local lives, says = 30, 10
-- The line of a queue that nobody calls any more is forgotten.
local forgotten = 30 * 24 * 3600

function line.new(name)
  return setmetatable({ prefix = "std.queue/" .. name .. "/" }, line)
end

-- "4: 17* 18" as { freed = 4, { ticket = 17, ringing = true }, { ticket = 18, ringing = false } }.
local function parsed(text)
  local freed, rest = string.match(text or "0:", "^(%d+):(.*)$")
  local entries = { freed = tonumber(freed) }
  for ticket, star in string.gmatch(rest, "(%d+)(%*?)") do
    table.insert(entries, { ticket = tonumber(ticket), ringing = star == "*" })
  end
  return entries
end

local function written(entries)
  local parts = { entries.freed .. ":" }
  for _, entry in ipairs(entries) do table.insert(parts, entry.ticket .. (entry.ringing and "*" or "")) end
  return table.concat(parts, " ")
end

local function find(entries, ticket)
  for index, entry in ipairs(entries) do
    if entry.ticket == ticket then return index, entry end
  end
end

--- Changes the line by a function of its entries. A change that others came before is made again on what they left.
function line:change(change)
  repeat
    local text = store.get(self.prefix .. "line")
    local entries = parsed(text)
    change(entries)
    local new = written(entries)
  until new == text or store.compare_and_set(self.prefix .. "line", text, new, { expires = forgotten })
end

--- Takes a ticket at the end of the line.
function line:join()
  local ticket = store.incr(self.prefix .. "count")
  self:alive(ticket)
  self:enter(ticket)
  return ticket
end

--- Puts a ticket where it belongs, and says whether an agent is being rung for it.
function line:enter(ticket, ringing)
  self:change(function(entries)
    local _, entry = find(entries, ticket)
    if entry then
      entry.ringing = ringing or false
      return
    end
    local index = #entries + 1
    while index > 1 and entries[index - 1].ticket > ticket do index = index - 1 end
    table.insert(entries, index, { ticket = ticket, ringing = ringing or false })
  end)
end

--- Takes a ticket out of the line; the place is gone.
function line:leave(ticket)
  self:change(function(entries)
    local index = find(entries, ticket)
    if index then table.remove(entries, index) end
  end)
  store.delete(self.prefix .. "seen/" .. ticket)
end

--- Says that the session of a ticket lives. Returns when to say so again.
function line:alive(ticket)
  store.set(self.prefix .. "seen/" .. ticket, true, { expires = lives })
  return now() + says
end

--- Takes a ticket out whose session is not alive any more.
function line:expect_alive(ticket)
  if store.get(self.prefix .. "seen/" .. ticket) == nil then self:leave(ticket) end
end

--- Says that an agent has become free, which whoever is first hears at their next look.
function line:agent_is_free()
  self:change(function(entries) entries.freed = entries.freed + 1 end)
end

--- Where a ticket stands: how many wait before it (nil when it is not in the line), the ticket next before it, and how
--- often agents have become free.
function line:standing(ticket)
  local entries = parsed(store.get(self.prefix .. "line"))
  local index = find(entries, ticket)
  if not index then return nil, nil, entries.freed end
  local waiting = 0
  for ahead = 1, index - 1 do
    if not entries[ahead].ringing then waiting = waiting + 1 end
  end
  return waiting, index > 1 and entries[index - 1].ticket or nil, entries.freed
end

--- How many wait.
function line:length()
  local waiting = 0
  for _, entry in ipairs(parsed(store.get(self.prefix .. "line"))) do
    if not entry.ringing then waiting = waiting + 1 end
  end
  return waiting
end

return line
