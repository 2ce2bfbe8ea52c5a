-- expect: stop
-- Tracebacks of all threads there are, for ever.
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
while true do debug.traceback(co) debug.traceback(coroutine.running(), 'x', -5) debug.traceback('x', math.maxinteger) end
note('survived')
