-- expect: error '__call' must be a function
-- Objects that are called through one another.
local first = {}
local t = first
for i = 1, 20 do local n = {} t.__call = n setmetatable(t, t) t = n end
note('survived')
