flow { locale = "en-US", voice = "en-US-AvaNeural" }

sleep(1) --> wrong_phase at sleep: stands at the file's top level; it belongs into a handler

on("IncomingCall", function(call)
  call:answer()
  on("CallDisconnected", function() log.info("over") end) --> wrong_phase at on: it belongs at the file's top level
end)
