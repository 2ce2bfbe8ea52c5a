-- expect: stop
-- __close that would run after memory was refused.
local x <close> = setmetatable({}, {__close = function() note('survived') end})
local s = 'x'
while true do s = s .. s end
note('survived')
