-- expect: stop
-- __call works, and its work is counted.
local t = setmetatable({}, {__call = function(self, n) for i = 1, n do end return self end})
while true do t(100)(100)(100) end
note('survived')
