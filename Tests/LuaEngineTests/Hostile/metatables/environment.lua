-- expect: stop
-- Another _ENV does not lead anywhere.
local note, setmetatable, pcall = note, setmetatable, pcall
local _ENV = setmetatable({}, {__index = function(_, name) return name end, __newindex = function() while true do end end})
pcall(function() x = load end)
note('survived')
