-- expect: stop
-- Twenty objects that are called through one another.
local first = {}
local t = first
for i = 1, 20 do local n = {} t.__call = n setmetatable(t, t) t = n end
t.__call = function() end
setmetatable(t, t)
while true do first() end
note('survived')
