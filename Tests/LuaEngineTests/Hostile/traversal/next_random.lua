-- expect: stop
-- next from keys without an order.
local t = {}
for i = 1, 3000 do t['k' .. i] = i end
while true do next(t, 'k' .. math.random(3000)) end
note('survived')
