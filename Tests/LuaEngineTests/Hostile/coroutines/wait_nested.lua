-- expect: stop, clock
-- Waits below many coroutines, for ever: each passes through all of them.
local function down(n)
    if n == 0 then while true do wait() end end
    return coroutine.wrap(down)(n - 1)
end
down(50)
note('survived')
