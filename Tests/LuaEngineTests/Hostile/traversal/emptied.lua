-- expect: stop, clock
-- next over a large table that is empty: it walks all of its places.
local t = {}
for i = 1, 30000 do t['k' .. i] = 1 end
for i = 1, 30000 do t['k' .. i] = nil end
while true do next(t) end
note('survived')
