-- expect: stop
-- Spoils all that texts share, then loops.
string.upper = function() while true do end end
string.rep, string.format, string.gsub, string.find, string.sub = nil, nil, nil, nil, nil
while true do pcall(function() return ('x'):upper() end) end
note('survived')
