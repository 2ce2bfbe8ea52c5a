-- expect: stop, clock
-- The same with an order.
local a, b = ('x'):rep(250000) .. '1', ('x'):rep(250000) .. '2'
while true do local x = a < b and b <= a end
note('survived')
