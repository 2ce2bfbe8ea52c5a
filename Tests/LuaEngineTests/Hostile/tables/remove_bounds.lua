-- expect: stop
-- Positions far outside.
while true do
    pcall(table.remove, {}, math.maxinteger) pcall(table.remove, {}, math.mininteger)
    pcall(table.insert, {}, math.maxinteger, 1) pcall(table.insert, {}, 1, 2, 3) pcall(table.insert, {}, 1.5, 2)
end
note('survived')
