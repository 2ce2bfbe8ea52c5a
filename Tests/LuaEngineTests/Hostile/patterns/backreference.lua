-- expect: stop
-- Long back references that nearly match.
local s = ('a'):rep(80000) .. 'b' .. ('a'):rep(80000) .. 'c'
s:find('(.*)%1x')
note('survived')
