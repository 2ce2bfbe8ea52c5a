-- expect: stop
-- table.move over all of the integers.
table.move({}, 1, math.maxinteger - 1, 2)
note('survived')
