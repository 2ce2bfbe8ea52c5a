-- expect: stop
-- Padding to the largest alignment.
local f = ('!16 b Xi16'):rep(20000)
while true do pcall(string.packsize, f) end
note('survived')
