-- expect: stop, clock
-- Keys that all hash to one place: a look-up walks them all.
local t = {}
for i = 1, 30000 do t[i * 32767] = i end
while true do local x = t[30001 * 32767] end
note('survived')
