-- expect: harmless
-- The string library of this world is its own to spoil.
string.rep = function() return 'evil' end
string.upper, string.evil = nil, 'evil'
for name in pairs(string) do string[name] = function() return 'evil' end end
assert(('x'):rep(3) == 'evil')
table.concat, math.pi, math.floor, utf8.char = nil, 4, nil, nil
