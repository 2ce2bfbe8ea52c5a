-- expect: stop
-- Garbage while the world lives near its cap: it would do nothing but collect.
local t = {} for i = 1, 100000 do t[i] = {i} end while true do local x = {{}} end
note('survived')
