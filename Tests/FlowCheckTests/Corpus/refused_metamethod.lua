flow { locale = "en-US", voice = "en-US-AvaNeural" }

local cache = setmetatable({}, { __mode = "k" }) --> refused_metamethod at __mode: a flow's memory has no weak tables

local Caller = { __gc = function() end } --> refused_metamethod at __gc: setmetatable refuses __gc
Caller.__index = Caller
Caller.__mode = "v" --> refused_metamethod at __mode: is not supported

on("IncomingCall", function(call)
  call:answer()
  cache[call.from] = setmetatable({}, Caller)
  call:hang_up { for_everyone = true }
end)
