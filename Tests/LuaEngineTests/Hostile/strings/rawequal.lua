-- expect: stop
-- rawequal of long texts.
local a, b = ('x'):rep(250000) .. '1', ('x'):rep(250000) .. '2'
while true do rawequal(a, b) end
note('survived')
