-- expect: error more than 2 MiB of text
-- The same, as arguments.
local text, t = ('x'):rep(250000), {}
for i = 1, 10000 do t[i] = text end
echo(table.unpack(t))
note('survived')
