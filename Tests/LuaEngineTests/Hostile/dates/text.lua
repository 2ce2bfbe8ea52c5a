-- expect: stop
-- A format without a directive.
local f = ('x'):rep(200000)
while true do os.date(f) end
note('survived')
