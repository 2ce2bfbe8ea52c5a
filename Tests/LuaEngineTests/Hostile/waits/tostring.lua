-- expect: error cannot wait inside a callback
-- A wait in __tostring.
tostring(setmetatable({}, {__tostring = function() wait() end}))
note('survived')
