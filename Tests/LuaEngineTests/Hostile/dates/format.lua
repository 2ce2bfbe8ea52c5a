-- expect: stop
-- A long format of os.date.
local f = ('%t'):rep(100000)
while true do os.date(f) end
note('survived')
