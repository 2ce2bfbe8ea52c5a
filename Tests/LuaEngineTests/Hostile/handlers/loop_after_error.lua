-- expect: stop
-- A message handler of an ordinary error that loops.
local function loop() while true do end end
while true do xpcall(error, loop, 'x') end
note('survived')
