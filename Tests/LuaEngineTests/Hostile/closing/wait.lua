-- expect: stop
-- __close that waits, then loops, at the end of the main function.
local x <close> = setmetatable({}, {__close = function() wait() while true do end end})
wait()
do return end
