-- expect: stop
-- Two functions that call one another.
local f, g
function f() return g() end
function g() return f() end
f()
note('survived')
