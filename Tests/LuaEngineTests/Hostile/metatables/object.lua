-- expect: error cannot change a protected metatable
-- A metatable for an object of the host.
setmetatable(box(1), {})
note('survived')
