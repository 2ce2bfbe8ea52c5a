flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550101" }, function(call)
  call:answer()                                      -- goes on when the call is connected
  call:play { text = "Hello. This is Contoso." }     -- goes on when it has been heard
  call:hang_up { for_everyone = true }
end)
