-- expect: stop
-- Two walks in turn: a snapshot kept for one serves not the other.
local a, b = {}, {}
for i = 1, 2000 do a['k' .. i], b['k' .. i] = i, i end
while true do
    local ka, kb
    repeat ka, kb = next(a, ka), next(b, kb) until ka == nil or kb == nil
end
note('survived')
