-- expect: stop
-- Numbers in texts.
while true do local s = 1 .. 2.5 .. -0.0 .. math.huge .. 0 / 0 end
note('survived')
