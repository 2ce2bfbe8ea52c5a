-- expect: error cannot wait inside a callback
-- A wait in a callback is refused with words of its own.
string.gsub('x', 'x', function() wait() end)
note('survived')
