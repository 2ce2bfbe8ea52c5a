-- expect: stop
-- Each match takes some hundred steps, too few to be charged one by one.
local s = ('a'):rep(200)
while true do s:match('^a*x') end
note('survived')
