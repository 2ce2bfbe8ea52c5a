-- expect: stop
-- Lua calls Lua.
local function f() return 1 + f() end f()
note('survived')
