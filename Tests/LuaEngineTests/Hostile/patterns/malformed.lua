-- expect: stop
-- Malformed patterns of all kinds, for ever.
local bad = {'%', '[', '[^', '[%', '(', ')', '%b', '%bx', '%f', '%9', '(()', '[a-', '[]', '[^]', '%1', '(%1)', '()%2'}
while true do
    for _, p in ipairs(bad) do
        pcall(string.find, 'abc', p) pcall(string.gsub, 'abc', p, '%1') pcall(string.match, '', p)
    end
end
note('survived')
