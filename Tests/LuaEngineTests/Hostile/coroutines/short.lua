-- expect: stop
-- A bomb of short coroutines: each starts a fresh count of instructions.
while true do coroutine.wrap(function() local x = 0 for i = 1, 40 do x = x + i end end)() end
note('survived')
