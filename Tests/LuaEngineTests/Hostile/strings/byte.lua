-- expect: stop
-- All bytes as results.
local s = ('x'):rep(20000)
while true do select('#', s:byte(1, -1)) end
note('survived')
