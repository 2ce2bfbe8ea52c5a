-- expect: error C stack overflow
-- The same with __tostring.
local t = {} setmetatable(t, {__tostring = function(t) return tostring(t) end}) tostring(t)
note('survived')
