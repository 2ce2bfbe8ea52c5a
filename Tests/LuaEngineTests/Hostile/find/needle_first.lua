-- expect: stop
-- The difference stands first: nearly found from the back.
local s, needle = ('a'):rep(250000), 'b' .. ('a'):rep(125000)
while true do s:find(needle, 1, true) end
note('survived')
