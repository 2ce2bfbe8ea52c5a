-- expect: error attempt to call
-- An object that is its own __call, set when setmetatable has looked already. Lua would look for a function for ever, in
-- one instruction: the arguments grow by one each time and are all moved.
local t = setmetatable({}, {})
getmetatable(t).__call = t
t()
note('survived')
