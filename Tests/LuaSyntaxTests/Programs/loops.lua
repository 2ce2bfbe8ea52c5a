-- Loops of all forms: entered, passed over, left early, continued.
local n = 0
while n < 3 do n = n + 1 if n == 2 then goto continue end print("while", n) ::continue:: end
while n < 0 do print "never" end
for i = 1, 0 do print("never", i) end
for i = 3, 1, -1 do print("down", i) end
for i = 1, 2 do local f = function() i = i + 1 return i end print(f(), f(), i) end
for i = 1.0, 2, 0.5 do print(i) if i > 1 then break end end
for k, v in pairs {} do print("never", k, v) end
for i, v in ipairs { "a", "b" } do
  for j = 1, 3 do
    if j == 2 then goto next end
    print(i, v, j)
  end
  local after = "not in sight of the jump"
  print(after)
  ::next::
end
repeat local done = n > 4 n = n + 1 until done
print(n)
repeat local a = n if a then break end until true
do
  local i = 1
  ::top::
  if i <= 3 then i = i + 1 goto top end
  print("i", i)
end
local steps = {}
for i = 1, 3 do steps[i] = function() return i end end
print(steps[1](), steps[2](), steps[3]())
for i = 1, 3 do
  repeat
    if i == 2 then break end
    local odd = i
    print("odd", odd)
  until true
end
while true do n = n - 1 if n < 0 then break end end
print(n)
local function first(t) for _, v in ipairs(t) do if v then return v end end return "nothing" end
print(first { false, 7 }, first {})
for i = math.maxinteger - 1, math.maxinteger do print(i) end
for i = 1, 3 do goto skip; ::skip:: ; end
