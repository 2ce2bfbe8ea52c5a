-- expect: error C stack overflow
-- The same with __index.
local m = {} m.__index = function(t, k) return t[k + 1] end local x = setmetatable({}, m)[1]
note('survived')
