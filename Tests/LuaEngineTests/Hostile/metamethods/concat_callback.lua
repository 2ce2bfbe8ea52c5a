-- expect: error '__concat' is not available
-- __index under string.gsub under __concat.
local t = setmetatable({}, {__concat = function(a, b)
    return (string.gsub('x', 'x', setmetatable({}, {__index = function() while true do end end})))
end})
local x = t .. t
note('survived')
