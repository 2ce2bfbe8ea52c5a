flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550118" }, function(call)
  call:answer()
  restart("holding", { round = 1 })
end)

-- An hour at a time: what the session did before is needed no more.
on("Restart", { handler = "holding" }, function(call, event)
  log.info("holding", { round = event.data.round })
  for _ = 1, 60 do
    call:play { text = "Please hold the line." }
    sleep(60)
  end
  restart("holding", { round = event.data.round + 1 })
end)
