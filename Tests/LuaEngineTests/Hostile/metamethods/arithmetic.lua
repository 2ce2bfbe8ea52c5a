-- expect: stop
-- Arithmetic on tables.
local m = {}
for _, name in ipairs {'add', 'sub', 'mul', 'div', 'mod', 'pow', 'unm', 'idiv', 'band', 'bor', 'bxor', 'shl', 'shr', 'bnot'} do
    m['__' .. name] = function(a, b) return a end
end
local t = setmetatable({}, m)
while true do t = -(~(t + t - t * t / t % t ^ t // t & t | t ~ t << t >> t)) end
note('survived')
