-- expect: stop, clock
-- The same in few instructions, so that many fit between two looks at the clock.
local t, n = {}, 4096
for i = 1, n - 1 do t[i * (n - 1)] = true end
local k, step <const> = n * n + 20480, 4095
local none
while true do
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
 k = k + step t[k] = step t[k] = none
end
note('survived')
