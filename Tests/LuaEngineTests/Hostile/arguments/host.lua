-- expect: stop
-- Many arguments for the host.
local t = {}
for i = 1, 200 do t[i] = i end
while true do echo(table.unpack(t)) end
note('survived')
