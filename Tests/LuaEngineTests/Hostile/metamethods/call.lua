-- expect: stop
-- __call that calls itself.
local t = setmetatable({}, {__call = function(t) return t() end})
t()
note('survived')
