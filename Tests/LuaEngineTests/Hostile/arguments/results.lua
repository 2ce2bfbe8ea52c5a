-- expect: stop
-- One more result with each return.
local function f(n) if n == 0 then return end return 1, f(n - 1) end
while true do select('#', f(150)) end
note('survived')
