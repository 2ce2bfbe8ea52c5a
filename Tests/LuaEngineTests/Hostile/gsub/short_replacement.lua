-- expect: stop
-- Long replacements that come to nothing.
local s, with = ('b'):rep(200), ('%1'):rep(200)
while true do s:gsub('(a*)b', with) end
note('survived')
