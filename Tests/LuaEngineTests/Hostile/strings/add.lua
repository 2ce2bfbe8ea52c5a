-- expect: stop
-- A text of 250,000 digits is made a number, each time.
local s = ('1'):rep(250000)
while true do local x = s + 1 end
note('survived')
