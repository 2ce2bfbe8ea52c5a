-- expect: stop
-- A run of continuation bytes, which 5.4.4 skips without a word.
local s = 'a' .. ('\x80'):rep(250000)
while true do pcall(function() for _ in utf8.codes(s) do end end) end
note('survived')
