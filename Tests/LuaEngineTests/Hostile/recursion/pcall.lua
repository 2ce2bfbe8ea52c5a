-- expect: stop
-- pcall calls pcall.
local function f() return pcall(f) end while true do f() end
note('survived')
