-- expect: harmless
-- A module's table is of this world.
require('nothing')
pcall(require, 'broken') pcall(require, 'broken')
if require('answer') ~= 42 then note('breach') end
pcall(function() require = function() return 'evil' end end)
