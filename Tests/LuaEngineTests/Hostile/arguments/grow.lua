-- expect: stop, clock
-- One more argument with each call.
local function f(...) return f(1, ...) end f()
note('survived')
