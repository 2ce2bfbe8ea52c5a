-- expect: stop
-- All sizes, one after the other: what was freed in one serves no other.
for size = 41, 700, 16 do
    local t = {}
    for i = 1, 5000000 // size do t[i] = ('%06d'):format(i) .. ('x'):rep(size) end
end
note('survived')
