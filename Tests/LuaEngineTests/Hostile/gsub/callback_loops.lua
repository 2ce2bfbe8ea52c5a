-- expect: stop
-- A callback that loops: nothing can wait or yield there.
string.gsub('abc', '.', function() while true do end end)
note('survived')
