-- Calls, results and tail calls.
local function count(n, sum) if n == 0 then return sum end return count(n - 1, sum + 1) end
print(count(200000, 0))
local function many(...) return ..., select("#", ...) end
print(many()) print(many(nil, nil)) print((many(1, 2)))
local function all(...) return ... end
print(all(1, nil, 3)) print(({ all(1, 2, 3) })[3], #{ all(1, 2, 3) }, #{ all(1, 2), all(3, 4) })
local object = { n = 1 }
function object:add(n, ...) self.n = self.n + (n or 1) return self, ... end
function object.make(n) return setmetatable({ n = n }, { __index = object, __call = function(self, x) return self.n, x end }) end
print(object:add():add(2).n, select("#", object:add(1, 2, 3)))
print(object.make(5):add(1).n, object.make(7)(8))
local log = {}
local function note(x) log[#log + 1] = x return x end
local holder = {} ;(note "a" and holder).b, holder.c = note(1), note(2)
print(table.concat(log, " "))
;(function(...) print("called at once", ...) end)(1, 2)
local g = print
(g or print)("g or print")
local s = ("x"):rep(3) print(s, #s, s:upper():lower())
print(type"x", #[[long]], ("%d"):format(3))
local function outer() local up = 0 return function() up = up + 1 return up end, function() return up end end
local inc, get = outer() inc() inc() print(get())
do local function odd(n) if n == 0 then return false end return n > 1 and not odd(n - 1) or n == 1 end print(odd(5), odd(4)) end
print(pcall(select, "#"), select("#", pcall(all, 1, nil, nil)))
return print "the end"
