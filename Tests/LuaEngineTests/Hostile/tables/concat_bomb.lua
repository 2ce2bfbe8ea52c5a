-- expect: stop
-- Ten thousand times a hundred kilobytes.
local t, s = {}, ('x'):rep(100000)
for i = 1, 10000 do t[i] = s end
table.concat(t)
note('survived')
