-- expect: stop
-- select of the last of many.
local function f(...) while true do select(-1, ...) select(150, ...) end end
f(table.unpack({}, 1, 200))
note('survived')
