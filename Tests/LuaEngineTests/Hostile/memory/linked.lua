-- expect: stop
-- Tables that hold one another.
local t = {} while true do t = {t, t} end
note('survived')
