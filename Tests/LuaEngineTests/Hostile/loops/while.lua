-- expect: stop
-- The plainest.
while true do end
note('survived')
