-- expect: error more than 2 MiB of text
-- One long text many times in one table: the host copies each.
-- 50,000 times 256 KiB would be 12 GiB of the host's memory.
local text, t = ('x'):rep(250000), {}
for i = 1, 40000 do t[i] = text end
echo(t)
note('survived')
