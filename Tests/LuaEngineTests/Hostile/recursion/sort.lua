-- expect: error C stack overflow
-- The same with sort.
local function f() table.sort({1, 2}, f) end f()
note('survived')
