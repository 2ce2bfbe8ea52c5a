-- expect: stop, clock
-- A full table of colliding keys that is rebuilt with each new one.
local n = 8192
local t = {}
for i = 1, n-1 do t[i*(n-1)*8] = true end
local k = (n+5)*(n-1)*8
while true do
  k = k + (n-1)*8
  t[k] = true
  t[k] = nil
  k = k + (n-1)*8
  t[k] = true
  t[k] = nil
  k = k + (n-1)*8
  t[k] = true
  t[k] = nil
end
note('survived')
