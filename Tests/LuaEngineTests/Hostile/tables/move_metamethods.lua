-- expect: stop
-- __index and __newindex that loop.
local loop = function() while true do end end
table.move(setmetatable({}, {__index = loop}), 1, 10, 1, setmetatable({}, {__newindex = loop}))
table.move(setmetatable({}, {__index = function(_, k) return k end}), 1, math.maxinteger - 1, 2, {})
note('survived')
