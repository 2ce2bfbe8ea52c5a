-- expect: stop
-- pcall of pcall of pcall, no end.
while true do pcall(pcall, pcall, pcall, error) end
note('survived')
