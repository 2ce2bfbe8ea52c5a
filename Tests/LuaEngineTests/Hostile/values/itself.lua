-- expect: error a table
-- A table that contains itself.
local t = {} t.t = t t[1] = t t[t] = t error(t)
note('survived')
