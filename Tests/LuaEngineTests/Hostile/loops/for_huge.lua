-- expect: stop
-- To infinity.
for i = 1, math.huge do end
note('survived')
