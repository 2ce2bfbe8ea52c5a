-- expect: stop
-- A comparator that is a coroutine that loops.
table.sort({1, 2, 3}, coroutine.wrap(function() while true do coroutine.yield(true) while true do end end end))
note('survived')
