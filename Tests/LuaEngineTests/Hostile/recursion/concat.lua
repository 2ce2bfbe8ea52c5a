-- expect: error '__concat' is not available
-- The same with __concat.
local t = setmetatable({}, {__concat = function(a, b) return a .. b end}) local x = t .. t
note('survived')
