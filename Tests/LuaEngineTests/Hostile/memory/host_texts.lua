-- expect: stop
-- The host hands the script's own texts back.
local t = {} while true do t[#t + 1] = echo(('x'):rep(100000) .. #t) end
note('survived')
