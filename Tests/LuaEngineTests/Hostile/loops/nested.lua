-- expect: stop
-- Loops in loops in loops.
for a = 1, 1e6 do for b = 1, 1e6 do for c = 1, 1e6 do end end end
note('survived')
