-- expect: stop
-- Twelve times .- and no end: n to the twelfth ways.
('a'):rep(60):find(('.-'):rep(12) .. 'x')
note('survived')
