-- expect: harmless
-- All of the integers as results.
-- overshoot: any
local x = table.unpack({}, math.mininteger, math.maxinteger)
note('survived')
