-- expect: stop
-- The other plainest.
repeat until false
note('survived')
