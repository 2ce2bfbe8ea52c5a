-- expect: harmless
-- The same with remove.
local t = setmetatable({}, {__len = function() return 1 << 40 end})
table.remove(t, 1)
