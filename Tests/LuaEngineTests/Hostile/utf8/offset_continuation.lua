-- expect: stop
-- Back over continuation bytes.
local s = ('\x80'):rep(250000)
while true do utf8.offset(s, 0, 250000) pcall(utf8.offset, s, 1, 250000) end
note('survived')
