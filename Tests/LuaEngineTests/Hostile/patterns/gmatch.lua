-- expect: stop
-- An iterator whose matches never fail and never end well.
for x in ('a'):rep(60):gmatch(('a?'):rep(60) .. ('a'):rep(60) .. 'x') do end
while true do for x in ('a'):rep(1000):gmatch('') do end end
note('survived')
