-- Uses its budget up in the middle of a slice.
flow { locale = "en-US", voice = "en-US-AvaNeural", on_stopped = { transfer = "+14255550123" } }

on("IncomingCall", { to = "+18005550107" }, function(call)
  call:answer()
  call:play { text = "And then", wait = false }
  while true do end
end)
