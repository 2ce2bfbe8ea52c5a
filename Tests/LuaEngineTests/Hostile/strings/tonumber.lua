-- expect: stop
-- tonumber of long digits, in all bases.
local s = ('1'):rep(250000)
while true do tonumber(s) tonumber(s, 2) tonumber(s, 36) tonumber(s .. 'z', 10) end
note('survived')
