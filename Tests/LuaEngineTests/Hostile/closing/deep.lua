-- expect: stop
-- A closing value in each frame of a deep recursion.
local m = {__close = function() for i = 1, 100 do end end}
local function down(n)
    local x <close> = setmetatable({}, m)
    if n == 0 then error('x') end
    down(n - 1)
end
while true do pcall(down, 150) end
note('survived')
