-- expect: stop
-- A hundred million times nothing, with nothing between.
while true do (''):rep(100000000); ('').rep('', 100000000, '') end
note('survived')
