-- expect: stop
-- Counting a long text.
local s = ('ä'):rep(120000)
while true do utf8.len(s) end
note('survived')
