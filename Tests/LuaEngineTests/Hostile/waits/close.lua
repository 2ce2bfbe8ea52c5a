-- expect: stop
-- A wait in __close, for ever.
while true do
    local x <close> = setmetatable({}, {__close = function() wait() end})
end
note('survived')
