-- expect: stop
-- NaN in a condition.
local x = 0 / 0 while x ~= x do end
note('survived')
