-- expect: stop
-- What is refused is caught.
local t = {}
while true do pcall(function() while true do t[#t + 1] = ('x'):rep(100) .. #t end end) end
note('survived')
