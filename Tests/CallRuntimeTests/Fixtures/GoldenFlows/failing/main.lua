-- Fails with the caller on the line.
flow { locale = "en-US", voice = "en-US-AvaNeural", on_failure = { text = "Something went wrong." } }

on("IncomingCall", { to = "+18005550108" }, function(call)
  call:answer()
  call:play { txet = "misspelled" }
end)

on("FlowError", function(_, event) log.error("failed", { message = event.message }) end)
