-- expect: stop
-- __close that loops on the way out of an error.
pcall(function()
    local x <close> = setmetatable({}, {__close = function() while true do end end})
    error('x')
end)
note('survived')
