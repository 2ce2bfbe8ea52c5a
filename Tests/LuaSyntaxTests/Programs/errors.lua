-- Errors keep their lines and words.
local t = {}
print(pcall(function() return t.x.y end))
print(pcall(function()
  local a = 1

  return a + t.x
    .y
end))
print(pcall(function()
  return t.first
    .second
    or t.third
    or 1
end))
print(pcall(function() return t.one and 1 or t.two
  .three end))
print(pcall(function() if t then error("in an arm", 1) end end))
print(pcall(function() for i = 1, "x" do print(i) end end))
print(pcall(function() for _ in 5 do print "never" end end))
print(pcall(function() while t.n.m do print "never" end end))
print(pcall(function() undefined() end))
print(pcall(function() t:method() end))
print(pcall(function() local x <close> = 5 print "never" end))
print(pcall(error, setmetatable({}, { __tostring = function() return "an object" end })))
local function thrower(level) error("level " .. level, level) end
print(pcall(function() thrower(1) end))
print(pcall(function()
  thrower(2)
end))
print(xpcall(function()
  local function deep(n)
    if n == 0 then
      error "bottom"
    end
    deep(n - 1)
    return n
  end
  deep(2)
end, function(message) return (debug.traceback(message):match "^(.-)\n%s*%[C%]: in function 'xpcall'") end))
print(select(2, pcall(string.rep)))
print(debug.getinfo(1, "l").currentline, debug.getinfo(thrower, "S").linedefined)
local x = t.a and
  t.b or nil
print(x, t.a
  or debug.getinfo(1, "l").currentline)
error("the last", 1)
