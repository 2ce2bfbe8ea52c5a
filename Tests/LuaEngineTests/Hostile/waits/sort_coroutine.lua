-- expect: error cannot wait inside a callback
-- A wait in a coroutine in a comparator.
table.sort({2, 1}, function() coroutine.wrap(function() wait() end)() end)
note('survived')
