flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  if call.from == "+14255550100" then restart("waitng") end --> missing_hook at "waitng": no Restart hook wants "waitng"
  launch("missing_hook") --> missing_hook at "missing_hook": the flow 'missing_hook' has no Launch hook
  launch("remainder") --> missing_hook at "remainder": there is no flow 'remainder'
  restart("waiting")
end)

on("Restart", { handler = "waiting" }, function() log.info("again") end)
