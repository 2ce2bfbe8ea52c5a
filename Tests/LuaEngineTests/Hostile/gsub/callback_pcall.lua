-- expect: stop
-- A callback that protects its loop.
string.gsub(('x'):rep(1000), '.', function() pcall(function() while true do end end) end)
note('survived')
