-- Coroutines yield from anywhere: conditions, operands, loops' heads.
local function values(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
for v in values(3) do print(v) end
for v in values(0) do print("never", v) end
local co = coroutine.create(function(...)
  print("started", ...)
  local got = coroutine.yield "first" or "nothing"
  while coroutine.yield(got) and got do print "again" end
  if coroutine.yield "if" then print "then" else print "else" end
  repeat local more = coroutine.yield "repeat" until not more
  return "finished", coroutine.yield(1, 2)
end)
print(coroutine.resume(co, 1, 2))
for _, v in ipairs { false, true, false, true, true, false, "last" } do print(coroutine.resume(co, v)) end
print(coroutine.status(co), coroutine.resume(co))
local failing = coroutine.wrap(function() local x = coroutine.yield() return x.field and 1 end)
failing()
print(pcall(failing))
local closed = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function() print "closed" end })
  for i = 1, 2 do coroutine.yield(i) end
end)
print(coroutine.resume(closed), coroutine.close(closed))
