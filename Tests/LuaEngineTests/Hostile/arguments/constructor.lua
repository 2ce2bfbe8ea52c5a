-- expect: stop
-- Many items in one constructor.
local function f(...) while true do local t = {...} end end
f(table.unpack({}, 1, 1000))
note('survived')
