-- expect: stop
-- __tostring of an error value that loops; the host must not call it.
local value = setmetatable({}, {__tostring = function() while true do end end})
pcall(function() local s = 'x' .. tostring(value) end)
note('survived')
