-- expect: harmless
-- A list that grows while ipairs walks it.
local t = {1}
for i in ipairs(t) do t[i + 1] = 1 end
note('survived')
