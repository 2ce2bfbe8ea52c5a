-- expect: stop
-- Wrapped coroutines that fail inside one another's __close.
local function fail(n)
    return coroutine.wrap(function()
        local x <close> = setmetatable({}, {__close = function() if n > 0 then fail(n - 1)() end end})
        error('x')
    end)
end
while true do pcall(fail(5000)) end
note('survived')
