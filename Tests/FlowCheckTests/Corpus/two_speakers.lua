flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function greet(call) call:play { text = "Hello." } end

on("IncomingCall", function(call)
  call:answer()
  greet(call)
end)

on("CallConnected", function(call) --> two_speakers at on: and so does the handler of IncomingCall in line 5
  call:play { text = "Welcome." }
end)
