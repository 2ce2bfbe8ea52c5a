-- expect: stop
-- Digits behind the point, and a long exponent.
local s = '0.' .. ('0'):rep(200000) .. '1e200000'
while true do local x = s / 2 x = s ^ 2 x = s % 3 x = s // 1 end
note('survived')
