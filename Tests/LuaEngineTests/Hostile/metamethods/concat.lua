-- expect: error '__concat' is not available
-- __concat that is asked for each pair.
local t = setmetatable({}, {__concat = function(a, b) for i = 1, 1000 do end return a end})
while true do local x = t .. t end
note('survived')
