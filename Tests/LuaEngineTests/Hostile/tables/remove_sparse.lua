-- expect: stop
-- The same with remove.
local t, want, i = {}, 3500000, 1
while i <= want do t[i] = true i = i * 2 end
local low, high = i // 2, i
while high - low > 1 do
    local middle = (low + high) // 2
    if middle <= want then t[middle] = true low = middle else high = middle end
end
t[5] = true
setmetatable(t, {__index = tostring, __newindex = rawequal})
while true do table.remove(t, 1) end
note('survived')
