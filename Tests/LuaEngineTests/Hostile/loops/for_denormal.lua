-- expect: stop
-- The smallest step.
for i = 0, 1, 5e-324 do end
note('survived')
