-- expect: stop, clock
-- Tracebacks of a deep stack: each walks it.
local function deep(n)
    if n == 0 then while true do debug.traceback() end end
    return (deep(n - 1))
end
deep(30000)
note('survived')
