-- expect: stop
-- Stopped below a wait, with another coroutine waiting.
local co = coroutine.wrap(function() wait() while true do pcall(wait) pcall(error) end end)
while true do pcall(co) end
note('survived')
