-- expect: stop
-- __eq that loops.
local m = {__eq = function() while true do end end}
local x = setmetatable({}, m) == setmetatable({}, m)
note('survived')
