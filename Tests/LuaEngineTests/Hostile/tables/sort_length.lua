-- expect: harmless
-- __len that tells 2^30.
local t = setmetatable({}, {__len = function() return 1 << 30 end})
table.sort(t, function() return false end)
