-- expect: stop
-- A wait in a message handler, which cannot be, for ever.
while true do xpcall(error, wait) end
note('survived')
