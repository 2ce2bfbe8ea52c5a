-- expect: stop
-- __lt that loops under sort.
local m = {__lt = function() while true do end end}
table.sort({setmetatable({}, m), setmetatable({}, m)})
note('survived')
