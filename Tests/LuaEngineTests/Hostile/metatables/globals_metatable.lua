-- expect: error cannot change a protected metatable
-- A metatable for the globals.
setmetatable(_G, {})
note('survived')
