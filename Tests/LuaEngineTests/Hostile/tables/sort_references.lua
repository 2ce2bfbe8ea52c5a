-- expect: stop
-- Many references to two long texts that differ in their last letter.
local base = ('a'):rep(256 * 1024 - 2)
local x, y = base .. 'b', base .. 'c'
local t = {}
for i = 1, 30000 do t[i] = i * 7919 % 5 < 2 and x or y end
table.sort(t)
note('survived')
