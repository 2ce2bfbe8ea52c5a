-- expect: stop
-- Replacements that cannot be.
while true do
    pcall(string.gsub, 'x', 'x', '%9') pcall(string.gsub, 'x', 'x', '%') pcall(string.gsub, 'x', 'x', true)
    pcall(string.gsub, 'x', 'x', function() return {} end)
end
note('survived')
