-- expect: stop, clock
-- Long texts of zero bytes are compared by strcoll from zero to zero, in one instruction of Lua each.
local base = ('\0'):rep(100000)
local x, y = base .. 'b', base .. 'c'
while true do local z = y < x end
note('survived')
