-- expect: stop
-- A long text from arguments of six bytes each.
local t = {}
for i = 1, 10000 do t[i] = 0x7FFFFFFF end
while true do utf8.char(table.unpack(t)) end
note('survived')
