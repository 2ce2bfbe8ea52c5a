-- expect: error C stack overflow
-- C calls Lua calls C.
local function f() return (string.gsub('a', 'a', f)) end f()
note('survived')
