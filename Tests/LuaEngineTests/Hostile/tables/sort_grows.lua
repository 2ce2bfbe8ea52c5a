-- expect: stop
-- A comparator that fills and empties the table that is sorted.
local t = {}
for i = 1, 1000 do t[i] = -i end
while true do
    pcall(table.sort, t, function(a, b) t[#t + 1] = 1 t[math.random(#t)] = nil return (a or 0) < (b or 0) end)
end
note('survived')
