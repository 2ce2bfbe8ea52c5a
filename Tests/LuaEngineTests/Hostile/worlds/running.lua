-- expect: harmless
-- The coroutine of the runtime, and those of waits.
local main = coroutine.running()
local co = coroutine.create(function() wait() return 1 end)
local ok, value = coroutine.resume(co)
if coroutine.status(main) ~= 'running' then note('breach') end
if pcall(coroutine.close, main) or coroutine.resume(main) then note('breach') end
pcall(coroutine.yield, 1)
pcall(coroutine.wrap(function() if coroutine.resume(main) or pcall(coroutine.close, main) then note('breach') end end))
