-- expect: stop
-- A finalizer that is set later does nothing.
local m = {}
for i = 1, 100 do setmetatable({}, m) end
m.__gc = function() note('survived') while true do end end
while true do local t = {} end
note('survived')
