-- expect: stop
-- A text too long, caught.
while true do pcall(string.rep, 'x', 1 << 20) end
note('survived')
