-- expect: stop
-- Large tables that are kept.
local t = {} for i = 1, 1e9 do t[i] = table.pack(table.unpack({}, 1, 60000)) end
note('survived')
