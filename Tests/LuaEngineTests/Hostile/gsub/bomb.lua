-- expect: stop
-- Each letter becomes a thousand.
local s = 'x'
while true do s = s:gsub('x', ('x'):rep(1000)) end
note('survived')
