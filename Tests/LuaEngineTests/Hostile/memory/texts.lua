-- expect: stop
-- Short texts.
local t = {} for i = 1, 1e9 do t[i] = 'text number ' .. i end
note('survived')
