-- expect: stop
-- %b looks to the end of the text from each place.
local s = ('('):rep(200000)
while true do s:find('%b()') end
note('survived')
