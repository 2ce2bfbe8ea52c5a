-- expect: stop
-- A coroutine that is closed from its own __close.
while true do
    local co
    co = coroutine.create(function()
        local x <close> = setmetatable({}, {__close = function()
            pcall(coroutine.close, co) pcall(coroutine.resume, co)
            coroutine.wrap(function() pcall(coroutine.close, co) pcall(coroutine.resume, co) end)()
        end})
        coroutine.yield()
    end)
    coroutine.resume(co)
    coroutine.close(co)
end
note('survived')
