-- expect: stop
-- __name that is a bomb in each message.
local t = setmetatable({}, {__name = ('x'):rep(200000)})
while true do pcall(string.rep, t) pcall(tostring, t) pcall(function() return t + 1 end) end
note('survived')
