-- expect: error has no order
-- Weak keys have no order, so that nobody sees which were collected.
local m = {}
local t = setmetatable({}, m)
m.__mode = 'k'
for i = 1, 1000 do t[{}] = i end
for k in pairs(t) do note('survived') end
