-- expect: stop
-- Garbage without end: it is collected, and paid for.
while true do local t = {{}, {}} end
note('survived')
