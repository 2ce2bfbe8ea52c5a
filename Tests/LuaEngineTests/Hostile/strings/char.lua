-- expect: stop
-- A long text from arguments.
local t = {}
for i = 1, 10000 do t[i] = 65 end
while true do string.char(table.unpack(t)) end
note('survived')
