-- expect: stop
-- Times that are none.
while true do
    pcall(os.date, '%Y', math.maxinteger) pcall(os.date, '*t', math.mininteger) pcall(os.date, '%c', 1 << 55)
    pcall(os.time, {year = 1 << 40, month = 1, day = 1}) pcall(os.time, {year = -1e6, month = 1e6, day = -1e6, sec = -1e6})
    pcall(os.time, {year = 0 / 0, month = 1, day = 1}) pcall(os.difftime, math.mininteger, math.maxinteger)
end
note('survived')
