-- expect: stop
-- A float with 99 digits behind 309 before the point.
local f = ('%.99f'):rep(100)
local t = {}
for i = 1, 100 do t[i] = 1e308 end
while true do string.format(f, table.unpack(t)) end
note('survived')
