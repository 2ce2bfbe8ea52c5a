-- expect: stop
-- A handler that raises again, each time with a new text.
local n = 0
local function again(e) n = n + 1 error(e .. n, 0) end
while true do xpcall(error, again, 'x') end
note('survived')
