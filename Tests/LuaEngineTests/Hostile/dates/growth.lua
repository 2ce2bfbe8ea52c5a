-- expect: stop
-- A format whose result is too long.
os.date(('%c'):rep(120000))
note('survived')
