-- expect: stop
-- A call that never ends, between the items.
local t = {1, 2, (function() while true do end end)(), 3}
note('survived')
