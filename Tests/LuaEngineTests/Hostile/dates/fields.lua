-- expect: stop
-- A field that is asked for loops.
os.time(setmetatable({}, {__index = function() while true do end end}))
note('survived')
