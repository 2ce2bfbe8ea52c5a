-- expect: stop
-- Sixty times a?: two to the sixtieth ways.
('a'):rep(60):match(('a?'):rep(60) .. ('a'):rep(60) .. 'x')
note('survived')
