-- expect: stop
-- A format that asks for nothing.
local f = (' '):rep(250000)
while true do string.packsize(f) string.pack(f) string.unpack(f, '') end
note('survived')
