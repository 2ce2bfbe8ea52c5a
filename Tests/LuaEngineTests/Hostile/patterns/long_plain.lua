-- expect: stop
-- A long pattern is looked through for special characters; the text is empty.
local p = ('a'):rep(250000)
while true do (''):find(p) end
note('survived')
