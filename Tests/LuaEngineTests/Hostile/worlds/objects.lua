-- expect: harmless
-- The data of an object of the host is of this world.
for i = -10, 10 do
    local b = box(i)
    pcall(function() b.data = 'evil' end)
    pcall(rawset, b, 'colour', 'evil')
    pcall(function() b.data.evil = 'evil' end)
end
