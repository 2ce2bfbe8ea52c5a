-- expect: stop
-- __close that loops on the way out of a block.
for i = 1, 3 do
    local x <close> = setmetatable({}, {__close = function() while true do end end})
    break
end
note('survived')
