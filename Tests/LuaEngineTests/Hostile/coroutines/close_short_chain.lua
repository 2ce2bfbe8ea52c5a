-- expect: stop
-- A chain that fits into memory, closed again and again.
while true do
    local co
    for i = 1, 200 do
        local previous = co
        co = coroutine.create(function()
            local x <close> = setmetatable({}, {__close = function() if previous then coroutine.close(previous) end end})
            coroutine.yield()
        end)
        coroutine.resume(co)
    end
    pcall(coroutine.close, co)
end
note('survived')
