flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550199" }, function(call) call:answer() end)
on("IncomingCall", { to = { "+18005550199" }, from = "+14255550100" }, function(call) --> unreachable_hook at on: that of line 3 takes every call that it wants
  call:reject()
end)

on("TranscriptionData", function(_, event) log.info(event.text) end) --> unreachable_hook at on: no call is set up with transcription
on("DtmfData", function(_, event) log.info(event.tone) end) --> unreachable_hook at on: no call is set up with media_streaming
on("ContinuousDtmfRecognitionToneReceived", function() log.info("a key") end) --> unreachable_hook at on: write call:start_continuous_dtmf()
on("Restart", function() log.info("again") end) --> unreachable_hook at on: the flow never restarts
