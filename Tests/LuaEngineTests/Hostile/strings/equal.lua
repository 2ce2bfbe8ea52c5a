-- expect: stop, clock
-- Two long texts that are equal but for their last letter.
local a, b = ('x'):rep(250000) .. '1', ('x'):rep(250000) .. '2'
while true do local x = a == b end
note('survived')
