-- expect: stop
-- Quadratic, not exponential: a* at each place of a long text.
('a'):rep(250000):find('a*x')
note('survived')
