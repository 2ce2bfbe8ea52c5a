-- expect: harmless
-- NaN as a bound ends a loop before it begins.
local n = 0
for i = 0 / 0, 1 do n = n + 1 end
for i = 1, 0 / 0 do n = n + 1 end
for i = 1, 10, 1e308 * 10 do n = n + 1 end
if n > 3 then note('breach') end
