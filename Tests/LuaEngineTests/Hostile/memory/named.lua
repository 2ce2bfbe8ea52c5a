-- expect: stop
-- tostring numbers what it names, and keeps it.
while true do tostring({}) end
note('survived')
