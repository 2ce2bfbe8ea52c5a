-- expect: stop
-- A text that is a number that is a text.
local s = '1'
while true do s = (s + 1) .. '' s = s * '1.0' .. '' s = '0x' .. s:gsub('%..*', '') end
note('survived')
