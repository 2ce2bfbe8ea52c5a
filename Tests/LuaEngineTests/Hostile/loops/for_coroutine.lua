-- expect: stop
-- A coroutine as an iterator.
for x in coroutine.wrap(function() while true do coroutine.yield(1) end end) do end
note('survived')
