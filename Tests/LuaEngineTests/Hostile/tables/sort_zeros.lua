-- expect: stop
-- Texts of zero bytes: Lua would compare them byte by byte through strcoll.
local base = ('\0'):rep(256 * 1024 - 2)
local x, y = base .. 'b', base .. 'c'
local t = {}
for i = 1, 2000 do t[i] = i % 2 == 0 and x or y end
table.sort(t)
note('survived')
