--- The line of std.queue on the store: who waits, in order of arrival, across sessions.
---
--- std.queue/NAME/count        how many have come so far; the number of an arrival is its ticket
--- std.queue/NAME/line         a text such as "17=5f0c…* 18=09ab…": the tickets in order, each with the session that
---                             waits, and a star behind one whom an agent is being rung for
--- std.queue/NAME/seen/TICKET  there while the session of the ticket is alive; it expires by itself
---
--- The line changes by compare_and_set only, so each change is made whole or again. A text, since two texts are equal
--- when they look equal. The first is the first without a star, and whoever makes somebody the first wakes them. A
--- session that is gone cannot be woken: its ticket is taken out, and the next one is woken. Who finds the one before
--- them without a `seen` takes that ticket out too; somebody who lives and was taken out (all stood still for a while)
--- puts themselves back, to where their ticket belongs.
local queue_bell = require "std.queue_bell"

local line = {}
line.__index = line

-- Seconds: a session says every 30 that it lives (std.queue_visit), and may miss that once.
local lives = 70
-- The line of a queue that nobody calls any more is forgotten.
local forgotten = 30 * 24 * 3600

function line.new(name)
  return setmetatable({ name = name, prefix = "std.queue/" .. name .. "/" }, line)
end

-- "17=5f0c* 18=09ab" as a list of { ticket = 17, session = "5f0c", ringing = true }, …
local function parsed(text)
  local entries = {}
  for ticket, id, star in string.gmatch(text or "", "(%d+)=(%x+)(%*?)") do
    table.insert(entries, { ticket = tonumber(ticket), session = id, ringing = star == "*" })
  end
  return entries
end

local function written(entries)
  local parts = {}
  for _, entry in ipairs(entries) do
    table.insert(parts, entry.ticket .. "=" .. entry.session .. (entry.ringing and "*" or ""))
  end
  return table.concat(parts, " ")
end

local function find(entries, ticket)
  for index, entry in ipairs(entries) do
    if entry.ticket == ticket then return index, entry end
  end
end

local function first_of(entries)
  for _, entry in ipairs(entries) do
    if not entry.ringing then return entry end
  end
end

-- Changes the line by a function of its entries. A change that others came before is made again on what they left.
-- Gives who was the first, and who is.
local function edit(self, change)
  while true do
    local text = store.get(self.prefix .. "line")
    local entries = parsed(text)
    local before = first_of(entries)
    change(entries)
    local new = written(entries)
    local done, err = new == (text or ""), nil
    if not done then done, err = store.compare_and_set(self.prefix .. "line", text, new, { expires = forgotten }) end
    if done then return before, first_of(entries) end
    -- Some 1,900 callers fit into an entry of the store.
    if err then error("std.queue: the line of '" .. self.name .. "' cannot be kept: " .. err.message, 0) end
  end
end

local function take_out(ticket)
  return function(entries)
    local index = find(entries, ticket)
    if index then table.remove(entries, index) end
  end
end

-- Wakes the first; whoever is gone is taken out.
local function wake(self, first)
  while first and not queue_bell.ring(first.session, self.name) do
    local _, next_one = edit(self, take_out(first.ticket))
    first = next_one
  end
end

-- Changes the line, and wakes whoever is the first by that, but for the one who does it.
local function change(self, what, ticket)
  local before, after = edit(self, what)
  if after and after.ticket ~= ticket and not (before and before.ticket == after.ticket) then wake(self, after) end
end

--- Wakes whoever is the first.
function line:wake_first() wake(self, first_of(parsed(store.get(self.prefix .. "line")))) end

--- The next ticket; it is in the line with `enter` only.
function line:next_ticket() return store.incr(self.prefix .. "count") end

--- Puts a ticket of this session where it belongs, and says whether an agent is being rung for it.
function line:enter(ticket, ringing)
  change(self, function(entries)
    local _, entry = find(entries, ticket)
    if entry then
      entry.ringing = ringing or false
      return
    end
    local index = #entries + 1
    while index > 1 and entries[index - 1].ticket > ticket do index = index - 1 end
    table.insert(entries, index, { ticket = ticket, session = session.id, ringing = ringing or false })
  end, ticket)
end

--- Takes a ticket out of the line; the place is gone.
function line:leave(ticket)
  change(self, take_out(ticket), ticket)
  store.delete(self.prefix .. "seen/" .. ticket)
end

--- Says that the session of a ticket lives.
function line:alive(ticket) store.set(self.prefix .. "seen/" .. ticket, true, { expires = lives }) end

--- Takes the ticket of another out whose session is not alive any more. Returns whether it has.
function line:expect_alive(other, ticket)
  if store.get(self.prefix .. "seen/" .. other) ~= nil then return false end
  change(self, take_out(other), ticket)
  return true
end

--- Where a ticket stands: how many wait before it, nil when it is not in the line; and the ticket next before it.
function line:standing(ticket)
  local entries = parsed(store.get(self.prefix .. "line"))
  local index = find(entries, ticket)
  if not index then return nil end
  local waiting = 0
  for ahead = 1, index - 1 do
    if not entries[ahead].ringing then waiting = waiting + 1 end
  end
  return waiting, index > 1 and entries[index - 1].ticket or nil
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
