-- expect: error 1e+308
-- A number as an error: Lua makes a text of it.
error(1e308)
note('survived')
