-- expect: stop
-- The same from the smallest integer.
table.move({}, math.mininteger, -2, 1, {})
note('survived')
