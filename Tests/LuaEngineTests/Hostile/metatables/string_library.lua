-- expect: harmless
-- A metatable for the string library.
setmetatable(string, {__index = function(_, name) return function() return name end end})
assert((''):evil() == 'evil')
