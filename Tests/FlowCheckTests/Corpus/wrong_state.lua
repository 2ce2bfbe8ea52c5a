flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:play { text = "Hello." } --> wrong_state at play: the call has not been answered; call:answer() comes first
  call:answer()
  call:reject() --> wrong_state at reject: has answered the call already, in line 5
end)

local function refuse(call)
  call:hang_up() --> wrong_state at hang_up: refuse it with call:reject()
end

on("IncomingCall", { to = "+18005550188" }, refuse)
