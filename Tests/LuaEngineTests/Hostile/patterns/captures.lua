-- expect: stop
-- Blow-up inside captures.
('ab'):rep(2000):match('^(.-)(.-)(.-)(.-)(.-)%1%2%3%4%5x$')
note('survived')
