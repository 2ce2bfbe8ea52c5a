-- expect: stop
-- A long format that says nothing.
local f = ('%%'):rep(100000)
while true do string.format(f) end
note('survived')
