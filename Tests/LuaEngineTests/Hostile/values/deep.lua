-- expect: error a table
-- A table nested 10,000 deep.
local t = {}
for i = 1, 10000 do t = {t} end
error(t)
note('survived')
