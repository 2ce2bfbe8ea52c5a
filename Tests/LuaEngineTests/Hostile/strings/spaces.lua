-- expect: stop
-- A number in the middle of spaces.
local s = (' '):rep(120000) .. '1' .. (' '):rep(120000)
while true do local x = s + 1 end
note('survived')
