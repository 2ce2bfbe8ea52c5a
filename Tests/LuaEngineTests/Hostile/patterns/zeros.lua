-- expect: stop
-- Zero bytes in text and pattern.
local s = ('\0'):rep(60)
s:find(('\0*'):rep(12) .. '\1')
note('survived')
