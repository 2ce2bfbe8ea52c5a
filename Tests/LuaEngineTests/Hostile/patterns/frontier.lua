-- expect: stop
-- %f at each place of a long text, for ever.
local s = ('a'):rep(100000)
while true do s:find('%f[%d%s%p%c]') end
note('survived')
