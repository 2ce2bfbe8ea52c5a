-- expect: error '__concat' is not available
-- Three operands, and a __concat that makes the stack move.
-- It would crash 5.4.4 as Debian has it: luaV_concat keeps a pointer into the stack that was freed.
local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end
local t = setmetatable({}, {__concat = function(a) deep(100) return a end})
while true do local x = t .. t .. t end
note('survived')
