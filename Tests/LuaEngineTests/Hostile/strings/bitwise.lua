-- expect: stop
-- Bitwise operations on texts.
local s = '0x' .. ('f'):rep(60000)
while true do pcall(function() local x = s | 1 x = ~s x = s << 1 end) end
note('survived')
