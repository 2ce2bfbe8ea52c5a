-- expect: stop
-- A table that grows while it is walked.
local t = {1}
while true do
    pcall(function() for k in pairs(t) do t['x' .. k] = 1 t[k] = nil end end)
    t[1] = 1
end
note('survived')
