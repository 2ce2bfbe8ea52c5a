-- expect: stop
-- A coroutine that waits in __close while it is closed, which cannot be.
while true do
    local co = coroutine.create(function()
        local x <close> = setmetatable({}, {__close = wait})
        coroutine.yield()
    end)
    coroutine.resume(co)
    pcall(coroutine.close, co)
end
note('survived')
