-- expect: harmless
-- A hundred million results.
local n = select('#', table.unpack({}, 1, 100000000))
note('survived')
