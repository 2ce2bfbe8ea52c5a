-- expect: stop
-- Functions of math take texts.
local s = ('1'):rep(250000)
while true do math.sin(s) math.max(s, s, s) math.fmod(s, 3) math.ult(1, 2) math.abs(s) math.tointeger(s) end
note('survived')
