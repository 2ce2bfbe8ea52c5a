-- expect: stop
-- Waiting for luck.
while math.random() < 2 do end
note('survived')
