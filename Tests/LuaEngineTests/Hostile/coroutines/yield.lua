-- expect: stop
-- To and fro, for ever.
local co = coroutine.wrap(function() while true do coroutine.yield() end end)
while true do co() end
note('survived')
