-- expect: stop
-- All of them in turn, caught, for ever.
local f
local m = {__index = function() return f() end, __close = function() f() end}
function f()
    local x <close> = setmetatable({}, m)
    pcall(string.gsub, 'a', 'a', f)
    return pcall(coroutine.wrap(f)) and x.x
end
while true do pcall(f) end
note('survived')
