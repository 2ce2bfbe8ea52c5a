-- expect: stop
-- Many results, again and again.
local t = {}
for i = 1, 200 do t[i] = i end
while true do table.pack(table.unpack(t, 1, 200)) table.unpack({}, 1, 10000) end
note('survived')
