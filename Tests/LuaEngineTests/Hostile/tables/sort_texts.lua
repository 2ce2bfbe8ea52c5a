-- expect: stop, clock
-- Long texts that differ in their last letter: comparing is one instruction each.
local t = {}
for i = 1, 20 do t[i] = ('x'):rep(100000) .. (i * 7 % 20) end
while true do table.sort(t) end
note('survived')
