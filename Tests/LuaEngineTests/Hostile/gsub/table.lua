-- expect: stop
-- A table of replacements whose __index loops.
string.gsub('abc', '.', setmetatable({}, {__index = function() while true do end end}))
note('survived')
