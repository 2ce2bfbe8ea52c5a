-- expect: error attempt to concatenate
-- Set when setmetatable has looked already: Lua does not find it.
local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end
local m = {}
local t = setmetatable({}, m)
m.__concat = function(a) deep(100) return a end
while true do local x = t .. t .. t end
note('survived')
