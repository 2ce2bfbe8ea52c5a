-- expect: stop
-- Closes itself, its parent and the main one.
local main = coroutine.running()
while true do
    coroutine.wrap(function()
        pcall(coroutine.close, coroutine.running()) pcall(coroutine.close, main)
        pcall(coroutine.resume, coroutine.running()) pcall(coroutine.resume, main)
    end)()
end
note('survived')
