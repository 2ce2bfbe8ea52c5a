-- expect: stop
-- A table that is cleared while it is walked, with collections in between.
while true do
    local t = {}
    for i = 1, 200 do t['k' .. i] = {} end
    for k in pairs(t) do for i = 1, 200 do t['k' .. i] = nil end local x = ('x'):rep(1000) end
end
note('survived')
