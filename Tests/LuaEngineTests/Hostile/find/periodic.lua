-- expect: stop
-- A periodic needle in a periodic text.
local s, needle = ('ab'):rep(125000), ('ab'):rep(60000) .. 'b'
while true do s:find(needle, 1, true) end
note('survived')
