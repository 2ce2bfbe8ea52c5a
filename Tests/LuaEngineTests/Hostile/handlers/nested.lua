-- expect: stop
-- Handlers that protect themselves.
local function loop() while true do xpcall(error, function() pcall(loop) end) end end
while true do xpcall(loop, loop) end
note('survived')
