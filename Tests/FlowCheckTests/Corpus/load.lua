local number = config.DESKS --> load at local: config.DESKS is not set
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call) log.info(number .. call.from) end)
