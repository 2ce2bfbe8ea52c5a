-- expect: stop
-- A full table that is built anew with each key that comes as another goes.
local t = {}
for i = 1, 16384 do t[-i] = i end
for i = 16385, math.maxinteger do t[16384 - i] = nil t[-i] = i end
note('survived')
