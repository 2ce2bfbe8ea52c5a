-- expect: stop, clock
-- A chain of 1,990 tables for each look-up.
local first = {}
local t = first
for i = 1, 1990 do local n = {} setmetatable(t, {__index = n}) t = n end
while true do local x = first.x end
note('survived')
