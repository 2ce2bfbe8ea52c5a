-- expect: stop
-- Coroutines that never run.
while true do coroutine.create(function() end) end
note('survived')
