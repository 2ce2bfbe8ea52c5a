-- expect: error possible loop
-- An __index chain that ends in itself.
local t = {} setmetatable(t, {__index = t}) local x = t.x
note('survived')
