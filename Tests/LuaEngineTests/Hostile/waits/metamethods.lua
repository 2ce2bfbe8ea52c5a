-- expect: stop
-- A wait in metamethods.
local t = setmetatable({}, {__index = wait, __add = wait, __call = wait, __eq = wait, __lt = wait, __len = wait})
while true do local x = t.x x = t + 1 x = t() x = t < t x = #t end
note('survived')
