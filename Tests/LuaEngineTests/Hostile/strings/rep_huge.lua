-- expect: stop
-- More than there is memory.
('x'):rep(1 << 30)
note('survived')
