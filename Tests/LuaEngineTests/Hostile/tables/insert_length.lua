-- expect: harmless
-- __len that tells 2^40.
local t = setmetatable({}, {__len = function() return 1 << 40 end})
table.insert(t, 1, 1)
