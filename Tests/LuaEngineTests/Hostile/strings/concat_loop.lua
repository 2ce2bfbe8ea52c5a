-- expect: stop
-- A text that grows letter by letter.
local s = ''
while true do s = s .. 'x' end
note('survived')
