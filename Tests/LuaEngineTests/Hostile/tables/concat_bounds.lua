-- expect: harmless
-- concat over all of the integers: the first gap ends it.
table.concat(setmetatable({}, {__index = function() return '' end}), '', 1, math.maxinteger)
note('survived')
