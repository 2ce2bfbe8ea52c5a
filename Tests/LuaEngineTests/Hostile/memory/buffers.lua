-- expect: stop
-- The buffers of library functions.
while true do local t = {} for i = 1, 40 do t[i] = ('x'):rep(200000) end table.concat(t) end
note('survived')
