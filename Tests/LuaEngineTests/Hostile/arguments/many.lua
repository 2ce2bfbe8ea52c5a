-- expect: stop
-- A hundred thousand arguments, handed on with each call.
local function f(...) while true do select('#', ...) end end
f(table.unpack({}, 1, 100000))
note('survived')
