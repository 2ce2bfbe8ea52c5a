-- expect: stop
-- __pairs that loops, and a loop for those who do not ask it.
pcall(function() for k in pairs(setmetatable({}, {__pairs = function() while true do end end})) do end end)
while true do for k in pairs(setmetatable({1}, {__pairs = function() return next, {1}, nil end})) do end end
note('survived')
