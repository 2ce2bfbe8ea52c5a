local function id(...)return...end local a,b=nil,7
local r=(function()return(a)or(b)end)()print(r)
if(a)then print"no"else(print)"yes"end;if not(a)or(b)then(print)("x")end
for i=1,2 do(print)(i)end while(b)do(print)(b)b=nil end repeat(print)"once"until(true)
do(print)"do"end;(id)(1);(id or print)(2);
local s=a and"a"or"b"print(s)local n=1 or 2 print(n)local m=0xA print(a or 0xA ..1,1 ..2)
print(a--[[why]]or--[==[
two lines]==]"after a comment"--the end
)
local t={a or 1,b or 2;x=a or 3,["y"]=b or 4,[ [[z]] ]=a and 5 or[[
6]]}print(t[1],t[2],t.x,t.y,t.z)
print(#t
  -1
  or t)
local function f(x)if x then return end;return x end print(f(1),f(a))
local function g(x)if x then return f(x)end;if x==a then return id(x,1)end end print(g())
goto done
do print"never"end
::done::print'done'
::one::::two::;;
if a then else end if a then end
do end;;;do;end
local function h()end local function k(...)end h()k()
print((a or b)==a,-(a or 1),not(a and b),#(a or"four"),(a or"x")..(b or"y"),~(a or 0))
print(1<2 and 2<3,1<2==true and"t",2^2 or 1,-2^2 and 3,not a==true and 1)
return(a)or print"last"
