-- expect: stop
-- goto that leaves a captured variable each time.
local f
::top::
do local x = f f = function() return x end end
f = nil
goto top
note('survived')
