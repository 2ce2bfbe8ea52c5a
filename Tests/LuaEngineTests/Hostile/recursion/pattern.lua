-- expect: error pattern too complex
-- The matcher calls itself.
local x = ('a'):rep(250):match(('(a'):rep(30) .. ('a?'):rep(250) .. (')'):rep(30))
note('survived')
