-- expect: stop
-- A long text is searched for what is not there, for ever.
local s = ('a'):rep(200000)
while true do s:find('b', 1, true) end
note('survived')
