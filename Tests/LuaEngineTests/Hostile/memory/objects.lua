-- expect: stop
-- Objects of the host, one for each number.
for i = 1, 1e9 do local b = box(i) b.data.x = {} end
note('survived')
