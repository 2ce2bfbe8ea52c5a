on("IncomingCall", function(call) call:reject { reason = "busy" } end)
on("CallDisconnected", function() log.info("over") end) --> unreachable_hook at on: the flow answers, makes and joins no call
on("CallParticipantAdded", function() log.info("somebody") end)
