-- expect: stop, clock
-- A for loop makes its bounds numbers: 250,000 digits, each time.
local s = ('1'):rep(250000)
while true do for i = 1, 0, s do end end
note('survived')
