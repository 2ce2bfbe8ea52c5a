-- expect: stop
-- The closing value of a for loop.
local closing = setmetatable({}, {__close = function() while true do end end})
for i in function() return 1 end, nil, nil, closing do break end
note('survived')
