-- expect: error '__gc' is not available
-- A finalizer.
setmetatable({}, {__gc = function() note('survived') end})
note('survived')
