-- expect: stop, clock
-- The place of an error far up a deep stack.
local function deep(n)
    if n == 0 then while true do pcall(error, 'x', 29000) end end
    return (deep(n - 1))
end
deep(30000)
note('survived')
