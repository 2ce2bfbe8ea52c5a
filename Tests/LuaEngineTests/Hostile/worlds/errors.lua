-- expect: stop
-- An error value that does harm to whoever looks at it.
local evil = setmetatable({}, {__index = function() while true do end end, __tostring = function() return {} end, __metatable = 1})
while true do pcall(error, evil) pcall(note, evil) end
note('survived')
