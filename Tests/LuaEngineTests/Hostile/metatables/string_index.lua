-- expect: error index a boolean value
-- The metatable of texts is not to be had.
getmetatable('').__index = function() note('survived') end
note('survived')
