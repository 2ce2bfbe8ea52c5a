-- expect: stop
-- Copies that change nothing.
local s = ('x'):rep(250000)
while true do s:lower() s:upper() s:reverse() end
note('survived')
