-- expect: stop
-- The last character, counted from the first.
local s = ('ä'):rep(120000)
while true do utf8.offset(s, 110000) utf8.offset(s, -110000) utf8.offset(s, 0, 3) end
note('survived')
