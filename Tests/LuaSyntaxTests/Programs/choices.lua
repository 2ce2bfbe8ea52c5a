-- Choices of all forms, and what they leave behind.
local function kind(n)
  if n == nil then return "none"
  elseif type(n) == "string" then
    if n == "" then return "empty" end
    return "text"
  elseif n < 0 then
    return "negative"
  else
    if n > 100 then n = 100 else n = n + 1 end
  end
  return n
end
for _, v in ipairs { 5, -1, 1000, "", "x", 0, 100, 101 } do print(v, kind(v)) end
print(kind(nil))
if false then print "never" end
if nil then elseif 0 then print "zero is true" end
local x = 1 if x then x = 2 end if x == 2 then print(x)else print "no"end
if x then do return print "done" end end
print "not reached"
