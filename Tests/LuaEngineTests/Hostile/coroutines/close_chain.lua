-- expect: stop
-- Twenty thousand coroutines that close one another: 5.4.4 overflows the C stack.
local co
for i = 1, 20000 do
    local previous = co
    co = coroutine.create(function()
        local x <close> = setmetatable({}, {__close = function() if previous then coroutine.close(previous) end end})
        coroutine.yield()
    end)
    coroutine.resume(co)
end
coroutine.close(co)
while true do end
note('survived')
