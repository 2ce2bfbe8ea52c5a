-- expect: error call_ended
-- A wait that raises passes __close functions.
-- answer: raise
local x <close> = setmetatable({}, {__close = function() note('closed') end})
wait()
note('survived')
