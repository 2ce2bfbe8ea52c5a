-- expect: stop
-- A step that does not count.
for i = 1e308, 1.5e308, 1 do end
note('survived')
