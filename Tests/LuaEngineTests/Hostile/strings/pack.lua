-- expect: stop
-- Sixteen bytes for each of many numbers.
local f, t = ('i16'):rep(200), {}
for i = 1, 200 do t[i] = i end
while true do string.unpack(f, string.pack(f, table.unpack(t))) end
note('survived')
