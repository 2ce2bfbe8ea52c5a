-- expect: error that is a function
-- A function as an error; the host keeps it until it is released.
error(function() while true do end end)
note('survived')
