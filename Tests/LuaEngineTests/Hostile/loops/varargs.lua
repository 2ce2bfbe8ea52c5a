-- expect: stop
-- select over many arguments: quadratic.
local function f(...) while true do for i = 1, select('#', ...) do local x = select(i, ...) end end end
f(table.unpack({}, 1, 200))
note('survived')
