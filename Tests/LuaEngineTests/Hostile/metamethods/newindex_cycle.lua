-- expect: error possible loop
-- The same for assignments.
local t = {} setmetatable(t, {__newindex = t}) t.x = 1
note('survived')
