-- expect: error C stack overflow
-- The same with __eq.
local m = {} m.__eq = function(a, b) return a == setmetatable({}, m) end local x = setmetatable({}, m) == setmetatable({}, m)
note('survived')
