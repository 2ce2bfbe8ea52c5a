flow { locale = "en-US", voice = "en-US-AvaNeural" }

local number = "+18005550199"

on("IncomingCall", { to = "+18005550199" }, function(call) call:answer() end)
on("IncomingCall", { to = number }, function(call) call:reject() end) --> equal_filters at on: wants the same calls as line 5

on("CallDisconnected", function() log.info("over") end)
on("CallDisconnected", {}, function() log.info("over, again") end) --> equal_filters at on: that of line 8 have the same filter
