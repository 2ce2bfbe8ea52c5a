-- expect: error a table
-- Thirty tables, each twice in the next: a copy would have a billion items.
local t = {}
for i = 1, 30 do t = {t, t} end
error(t)
note('survived')
