-- expect: stop
-- The whole text, twice, for each of its letters.
local s = ('x'):rep(1000)
while true do s:gsub('', s) end
note('survived')
