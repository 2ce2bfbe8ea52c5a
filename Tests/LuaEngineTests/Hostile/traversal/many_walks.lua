-- expect: stop
-- A walk that is begun again at each step.
local t = {}
for i = 1, 500 do t['k' .. i] = i end
local function walk(n) if n > 0 then for k in pairs(t) do walk(n - 1) end end end
walk(20)
note('survived')
