-- expect: stop
-- All of the integers.
for i = math.mininteger, math.maxinteger do end
note('survived')
