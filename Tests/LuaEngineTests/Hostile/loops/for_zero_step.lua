-- expect: error 'for' step is zero
-- A step of nothing.
for i = 1, 10, 0 do end
note('survived')
