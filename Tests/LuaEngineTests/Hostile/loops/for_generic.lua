-- expect: stop
-- An iterator that never ends.
for x in function() return 1 end do end
note('survived')
