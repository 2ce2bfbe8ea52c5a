-- expect: stop
-- A handler that yields, which it cannot, and then loops.
local co = coroutine.wrap(function()
    while true do xpcall(error, function() coroutine.yield(1) while true do end end) end
end)
while true do pcall(co) end
note('survived')
