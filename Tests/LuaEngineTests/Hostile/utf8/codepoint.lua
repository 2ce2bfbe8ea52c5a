-- expect: stop
-- All characters as results.
local s = ('ä'):rep(10000)
while true do utf8.codepoint(s, 1, -1) end
note('survived')
