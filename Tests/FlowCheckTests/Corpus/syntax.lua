flow { locale = "en-US" }

on("IncomingCall", function(call)
  call:answer(
end) --> syntax at end: expected
