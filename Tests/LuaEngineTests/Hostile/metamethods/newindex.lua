-- expect: stop
-- __newindex that loops.
setmetatable({}, {__newindex = function() while true do end end}).x = 1
note('survived')
