-- expect: stop
-- A set of some hundred characters at each place: each step walks it.
local s, set = ('b'):rep(20000), '[' .. ('a'):rep(400) .. ']'
while true do s:find(set) end
note('survived')
