-- expect: error undeclared global
-- A new global.
evil = 1
note('survived')
