-- expect: error '__tostring' must return a string
-- __tostring that gives a table.
tostring(setmetatable({}, {__tostring = function() return {} end}))
note('survived')
