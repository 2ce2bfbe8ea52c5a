-- expect: harmless
-- Weak values after setmetatable: nothing may vanish when garbage is collected.
local m = {}
local t = setmetatable({}, m)
m.__mode = 'v'
for i = 1, 10 do t[i] = {} end
for round = 1, 3 do
    for i = 1, 20000 do local s = {1, 2, 3} end
    wait()
    for i = 1, 10 do if not t[i] then note('breach') end end
end
