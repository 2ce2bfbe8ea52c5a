-- expect: stop
-- __len that loops, and a loop for those who do not ask it.
local t = setmetatable({}, {__len = function() while true do end end})
pcall(table.insert, t, 1) pcall(table.concat, t) pcall(table.unpack, t) pcall(table.sort, t)
local n = #t
note('survived')
