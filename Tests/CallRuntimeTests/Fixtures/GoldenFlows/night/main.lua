-- Begins anew, again and again, with what it carries over.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550109" }, function(call)
  call:answer()
  call:use { locale = "pt-BR" }
  call:play { text = "We are closed.", wait = false }
  restart("night", { round = 1, said = { "nothing" } })
end)

on("Restart", { handler = "night" }, function(call, event)
  call:play { text = "Round " .. event.data.round .. " of " .. #event.calls .. ", after " .. event.data.said[1] .. "." }
  sleep(math.random(1, 5))
  if event.data.round == 3 then return call:hang_up { for_everyone = true } end
  restart(event.handler, { round = event.data.round + 1, said = { call.from.raw_id } })
end)
