-- expect: stop
-- The whole text, again and again.
local s = ('x'):rep(250000)
while true do local t = s:sub(1, -2) end
note('survived')
