-- expect: stop
-- A handler that runs a coroutine that loops.
xpcall(error, function() coroutine.wrap(function() while true do end end)() end)
while true do end
note('survived')
