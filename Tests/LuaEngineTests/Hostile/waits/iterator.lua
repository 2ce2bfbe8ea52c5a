-- expect: stop
-- A wait as an iterator.
for x in wait do local s = x .. 'x' end
note('survived')
