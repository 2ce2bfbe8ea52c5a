flow { locale = "en-US", voice = "en-US-AvaNeural" }

local line = "+18005550102"

-- Of several hooks that fit, the one whose filter asks for more gets the call.
on("IncomingCall", { to = line, from = "+14255550166" }, function(call)
  call:reject { reason = "busy" }
end)

on("IncomingCall", { to = line, from = pattern "^%+1800" }, function(call)
  call:redirect { target = "8:acs:contoso_desk" }
end)

on("IncomingCall", { to = line }, function(call)
  call:answer()
  call:play { text = "You called " .. call.to .. " from " .. call.from .. "." }
  call:hang_up { for_everyone = true }
end)
