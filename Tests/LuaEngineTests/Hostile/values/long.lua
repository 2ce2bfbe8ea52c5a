-- expect: error xxx
-- A long text as an error, with a false place in it.
error('evil.lua:99: ' .. ('x'):rep(200000), 0)
note('survived')
