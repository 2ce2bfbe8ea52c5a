-- expect: stop
-- The largest of many.
local t = {}
for i = 1, 10000 do t[i] = i end
while true do math.max(table.unpack(t)) math.min(table.unpack(t)) end
note('survived')
