-- expect: stop
-- One letter of a long text, again and again.
local s = ('x'):rep(250000)
while true do string.format('%.1s', s) end
note('survived')
