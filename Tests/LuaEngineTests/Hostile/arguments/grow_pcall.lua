-- expect: stop
-- One more pcall with each call.
local function f(...) return pcall(pcall, f, ...) end while true do f() end
note('survived')
