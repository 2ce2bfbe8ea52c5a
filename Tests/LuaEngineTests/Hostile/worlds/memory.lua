-- expect: stop
-- Takes all that it can and keeps it, in many sizes.
local t = {}
while true do
    pcall(function() for i = 1, 1000 do t[#t + 1] = ('x'):rep(#t % 700) .. #t end end)
end
note('survived')
