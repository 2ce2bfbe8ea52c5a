-- expect: stop
-- __index that loops.
local x = setmetatable({}, {__index = function() while true do end end}).x
note('survived')
