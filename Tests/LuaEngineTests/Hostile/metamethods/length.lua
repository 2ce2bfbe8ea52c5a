-- expect: stop
-- __len that loops.
local x = #setmetatable({}, {__len = function() while true do end end})
note('survived')
