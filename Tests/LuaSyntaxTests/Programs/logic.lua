-- The values of `and` and `or`, and what they do not evaluate.
local function say(...) print("evaluated", ...) return ... end
local function none() end
print(say(1) and say(2), say(nil) and say(3), say(false) and say(4))
print(say(1) or say(2), say(nil) or say(3), say(false) or say(false))
print(say(1) and say(nil) or say(5), say(false) or say(nil) and say(6))
print((say(1, 2, 3)), say(1, 2, 3) and say(4, 5, 6))
print(none() or "default", none() and "never", (none() or none()))
local function va(...)
  print(... and select("#", ...), ... or "no first", (...) and 1)
  return ... or "none", select("#", ...) > 1 and ...
end
print(va()) print(va(nil, 2)) print(va(1, 2, 3)) print(va(false))
local a, b, c = nil, false, 0
print(a or b, b or a, a and b, b and a, c and a, c and b, not (a or c) and 1, not a and not b)
print(a == nil and 2 or a, b == nil and 2 or b, (a or b) == nil, ("x" or a) .. "y", -(a or 1) ^ 2)
print(a or b or c or say "past", c and 1 and 2 and 3, a or b and say "past" or "end", (a and b) or (c and a) or "last")
local t = { a or "list", key = b or "named", [a or "k"] = c and "keyed", say(1, 2) or 1, va(1, 2, 3) }
print(#t, t[1], t.key, t.k, t[2], t[3], t[4])
if (a or b) and say "never" then print "never" elseif a or c then print "or" end
while c < 2 and (c or none()) do c = c + 1 end
repeat c = c - 1 until c < 0 or c == 0 and say "zero"
local f = a or function(x) return x and x + 1 or "no x" end
print(f(1), f(), (a or f)(2), (f or a)(3))
t[a or 1], t[b or 2] = c and "one", a or "two"
print(t[1], t[2])
print(pcall(function() return (a or b).field end))
print(pcall(function() return a.x or b end))
print(pcall(function() return c and a.x end))
print(pcall(function() local z = b and 1 return z + 1 end))
