-- expect: stop
-- Tail calls.
local function f() return f() end f()
note('survived')
