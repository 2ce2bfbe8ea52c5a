-- expect: stop
-- The count of many.
local function f(...) while true do select('#', ...) end end
f(table.unpack({}, 1, 200))
note('survived')
