-- expect: stop
-- Coroutines that are kept.
local t = {}
while true do t[#t + 1] = coroutine.create(function() coroutine.yield() end) coroutine.resume(t[#t]) end
note('survived')
