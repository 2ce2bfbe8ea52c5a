-- expect: stop
-- Starts outside of the text.
local s = ('a'):rep(200000)
while true do s:find('b', math.mininteger, true) s:find('b', math.maxinteger, true) s:find('', -1, true) end
note('survived')
