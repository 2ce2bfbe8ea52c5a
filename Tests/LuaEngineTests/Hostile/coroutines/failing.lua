-- expect: stop
-- Coroutines that fail at once.
while true do pcall(coroutine.wrap(error), 'x') end
note('survived')
