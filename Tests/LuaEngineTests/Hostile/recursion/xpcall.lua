-- expect: stop
-- A handler of a handler.
local function f() return xpcall(error, f) end while true do f() end
note('survived')
