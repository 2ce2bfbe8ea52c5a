-- expect: stop
-- __tostring behind %s that loops.
string.format('%s', setmetatable({}, {__tostring = function() while true do end end}))
note('survived')
