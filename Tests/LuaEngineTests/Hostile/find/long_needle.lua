-- expect: stop
-- A needle of half the text, nearly found at each place.
local s, needle = ('a'):rep(250000), ('a'):rep(125000) .. 'b'
while true do s:find(needle, 1, true) end
note('survived')
