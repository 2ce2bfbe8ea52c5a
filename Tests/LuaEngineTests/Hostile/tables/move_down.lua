-- expect: stop
-- The same from the smallest integer.
-- overshoot: any
table.move({}, math.mininteger, -2, 1, {})
note('survived')
