-- expect: stop
-- A message handler that loops: Lua runs it inside the hook that stopped the script.
local function loop() while true do end end
xpcall(loop, loop)
note('survived')
