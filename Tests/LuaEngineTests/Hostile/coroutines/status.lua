-- expect: stop
-- Asks a dead, a closed and a running one, for ever.
local dead = coroutine.create(error)
coroutine.resume(dead)
coroutine.close(dead)
while true do
    coroutine.status(dead) coroutine.status(coroutine.running()) coroutine.isyieldable() coroutine.close(dead)
    coroutine.resume(dead)
end
note('survived')
