-- expect: error pattern too complex
-- A pattern that nests deeper than the matcher goes.
('a'):rep(300):match(('a?'):rep(300))
note('survived')
