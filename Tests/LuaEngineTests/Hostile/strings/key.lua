-- expect: stop, clock
-- A long text as a key, found by comparing.
local t = {[('x'):rep(250000) .. '1'] = 1}
local key = ('x'):rep(250000) .. '1'
while true do local x = t[key] end
note('survived')
