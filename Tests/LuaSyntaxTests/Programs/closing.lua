-- Variables that are closed, whichever way their scope is left.
local function guard(name) return setmetatable({}, { __close = function(_, e) print("close", name, e) end }) end
do local a <close>, b <const> = guard "a", 2 print("in", b) end
local function leave(how)
  local x <close> = guard "x"
  for i = 1, 2 do
    local y <close> = guard("y" .. i)
    if how == "break" then break elseif how == "return" then return i, how elseif how == "goto" then goto out end
    if how == "error" then error("failed", 0) end
  end
  ::out::
  do return "end of " .. how end
end
for _, how in ipairs { "break", "return", "goto", "through" } do print(leave(how)) end
print(pcall(leave, "error"))
for i in next, { 1 }, nil, guard "iterator" do print("body", i) end
for i in next, {}, nil, guard "unused iterator" do print("never", i) end
repeat local z <close> = guard "z" print "in repeat" until true
while true do local w <close> = guard "w" break end
local function tail() local v <close> = guard "v" return print "before v" end
tail()
local nothing <close> = nil
print(nothing or "nothing")
