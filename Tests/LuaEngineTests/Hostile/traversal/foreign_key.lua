-- expect: harmless
-- next with a key that was never there.
next({}, 'x')
note('survived')
