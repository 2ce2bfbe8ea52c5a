-- expect: stop
-- Ten thousand directives of width 99.
local f, t = ('%99d'):rep(200), {}
for i = 1, 200 do t[i] = i end
while true do string.format(f, table.unpack(t)) end
note('survived')
