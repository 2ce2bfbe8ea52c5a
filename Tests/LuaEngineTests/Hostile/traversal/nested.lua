-- expect: stop
-- pairs in pairs over a large table.
local t = {}
for i = 1, 2000 do t['k' .. i] = i end
for a in pairs(t) do for b in pairs(t) do end end
note('survived')
