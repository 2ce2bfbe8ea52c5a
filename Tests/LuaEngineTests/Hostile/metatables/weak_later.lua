-- expect: stop
-- A weak table that becomes one later, through many collections.
local m = {}
local t = setmetatable({}, m)
m.__mode = 'kv'
while true do
    for i = 1, 1000 do t[i] = {} t['k' .. i] = {{}} end
    for k, v in next, t do if type(v) ~= 'table' then note('breach') end end
end
note('survived')
