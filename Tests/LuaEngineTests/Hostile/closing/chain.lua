-- expect: stop
-- Each __close opens the next closing value.
local function open()
    local x <close> = setmetatable({}, {__close = function() pcall(open) open() end})
    error('x')
end
pcall(open)
while true do pcall(open) end
note('survived')
