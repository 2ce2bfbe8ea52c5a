-- expect: stop
-- The length of a table with holes, again and again.
local t = {}
for i = 1, 16 do t[1 << i] = i end
while true do local n = #t t[n + 1] = 1 t[n + 1] = nil end
note('survived')
