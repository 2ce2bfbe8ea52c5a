-- expect: harmless
-- What lies behind the globals is not to be had.
if getmetatable(_G) ~= false or getmetatable(log) ~= false or getmetatable('') ~= false then note('breach') end
if next(_G) ~= nil or next(log) ~= nil or rawget(_G, 'note') ~= nil then note('breach') end
for k in pairs(_G) do note('breach') end
