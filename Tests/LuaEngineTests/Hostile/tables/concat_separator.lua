-- expect: stop
-- The separator is the bomb.
local t = {}
for i = 1, 10000 do t[i] = '' end
while true do table.concat(t, ('x'):rep(1000)) end
note('survived')
