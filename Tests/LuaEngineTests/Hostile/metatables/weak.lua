-- expect: error '__mode' is not available
-- A weak table.
setmetatable({}, {__mode = 'k'})
note('survived')
