-- expect: harmless
-- All ways to leave something in the globals.
pcall(function() evil = 1 end)
pcall(rawset, _G, 'evil', 1)
pcall(function() _G.evil = 1 end)
pcall(function() _ENV.evil = 1 end)
pcall(setmetatable, _G, {__index = {evil = 1}})
pcall(function() _G[1] = 1 _G[_G] = 1 _G[{}] = 1 end)
pcall(table.insert, _G, 1)
pcall(string.gsub, 'evil', '.*', _G)
if pcall(function() return evil end) then note('breach') end
