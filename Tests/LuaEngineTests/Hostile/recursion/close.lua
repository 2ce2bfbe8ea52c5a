-- expect: stop
-- The same with __close.
local function f() local x <close> = setmetatable({}, {__close = f}) end
while true do pcall(f) end
note('survived')
