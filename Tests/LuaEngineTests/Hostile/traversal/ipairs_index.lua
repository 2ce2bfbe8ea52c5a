-- expect: stop
-- ipairs over an __index that never ends.
for i in ipairs(setmetatable({}, {__index = function(_, i) return i end})) do end
note('survived')
