-- expect: stop
-- gsub in gsub in gsub.
local s = ('x'):rep(1000)
local function again() return (s:gsub('x', again)) end
while true do pcall(again) end
note('survived')
