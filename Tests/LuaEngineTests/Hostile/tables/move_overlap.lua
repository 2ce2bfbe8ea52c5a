-- expect: stop
-- A table moved over itself, again and again.
local t = {}
for i = 1, 10000 do t[i] = i end
while true do table.move(t, 1, 10000, 2) end
note('survived')
