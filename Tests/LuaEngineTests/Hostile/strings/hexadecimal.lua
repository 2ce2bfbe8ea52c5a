-- expect: stop
-- The same in base sixteen.
local s = '0x' .. ('f'):rep(250000)
while true do local x = s * 1 x = -s end
note('survived')
