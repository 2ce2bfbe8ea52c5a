-- expect: harmless
-- Coroutines in coroutines.
local function f() return coroutine.wrap(f)() end f()
note('survived')
