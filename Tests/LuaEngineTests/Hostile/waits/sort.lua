-- expect: error cannot wait inside a callback
-- A wait in a comparator.
table.sort({2, 1}, function() wait() end)
note('survived')
