-- expect: stop
-- Long texts that are kept.
local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(250000) .. i end
note('survived')
