-- expect: harmless
-- A forged object is none; the real one keeps its methods.
local forged = setmetatable({}, {__index = box(1)})
if pcall(forged.id, forged) or pcall(box(1).id, {}) or pcall(box(1).id, log) then note('breach') end
local real = box(1)
real.id = function() return 99 end
rawset(real, 'wait', 1)
if box(2):id() ~= 2 or getmetatable(real) ~= false then note('breach') end
