-- expect: stop, clock
-- A shared table is handed to the host again and again: each copy is refused at 50,000 items.
-- The copy is work of the host that no unit is charged for.
local t = {}
for i = 1, 30 do t = {t, t} end
while true do pcall(echo, t) end
note('survived')
