-- expect: stop
-- A protected metatable, asked and changed for ever.
local t = setmetatable({}, {__metatable = 'mine'})
while true do
    if pcall(setmetatable, t, {}) then note('breach') end
    if getmetatable(t) ~= 'mine' then note('breach') end
end
note('survived')
