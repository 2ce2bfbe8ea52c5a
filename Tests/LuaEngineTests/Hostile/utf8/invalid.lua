-- expect: stop
-- What is no UTF-8, for all functions, strict and lax.
local bad = {'\xff', '\xc0\x80', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xc3', '\xfe\x80', '\0'}
while true do
    for _, s in ipairs(bad) do
        pcall(utf8.len, s) pcall(utf8.codepoint, s, 1, -1) pcall(utf8.codepoint, s, 1, -1, true)
        pcall(utf8.offset, s, 5) pcall(utf8.char, -1) pcall(utf8.char, 1 << 31)
        pcall(function() for _ in utf8.codes(s, true) do end end)
    end
end
note('survived')
