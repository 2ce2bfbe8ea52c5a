-- expect: stop
-- Each resumes the next.
local function down() return coroutine.wrap(down)() end
while true do pcall(down) end
note('survived')
