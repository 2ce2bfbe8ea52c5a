-- expect: harmless
-- All of the integers as results.
local x = table.unpack({}, math.mininteger, math.maxinteger)
note('survived')
