-- expect: error attempt to call
-- Twenty thousand objects that would be called through one another, with 10,000 arguments: 200,000,000 moves in one
-- instruction.
local first = {}
local t = first
for i = 1, 20000 do local n = {} setmetatable(t, t) t.__call = n t = n end
setmetatable(t, {__call = function() end})
local function call(...) while true do first(...) end end
call(table.unpack({}, 1, 10000))
note('survived')
