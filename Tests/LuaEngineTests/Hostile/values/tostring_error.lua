-- expect: error a table
-- The host writes the error down without __tostring, __index, __name or __pairs.
local function loop() note('survived') while true do end end
error(setmetatable({}, {
    __tostring = loop, __index = loop, __name = setmetatable({}, {__tostring = loop}), __len = loop, __pairs = loop,
    __close = loop, __call = loop,
}))
note('survived')
