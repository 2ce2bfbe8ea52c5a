-- expect: stop
-- The same with a*.
('a'):rep(60):match(('a*'):rep(12) .. 'x')
note('survived')
