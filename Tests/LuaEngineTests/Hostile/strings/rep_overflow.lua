-- expect: error resulting string too large
-- A length that no integer holds.
('xy'):rep(math.maxinteger)
note('survived')
