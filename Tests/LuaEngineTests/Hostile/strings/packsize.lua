-- expect: stop
-- A format of 80,000 items.
local f = ('i16'):rep(80000)
while true do pcall(string.packsize, f) end
note('survived')
