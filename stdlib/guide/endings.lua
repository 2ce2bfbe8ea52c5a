flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550108" }, function(call)
  call:answer()
  local heard = call:recognize { text = "How was it, from 1 to 5?", dtmf = { max = 1 } }
  call.data.rating = heard and heard.tones           -- not reached by a caller who hangs up during the question
  call:play { text = "Thank you." }
  call:hang_up { for_everyone = true }
end)

-- However the call has ended: by the caller, by the flow, or because it was transferred.
on("CallDisconnected", function(call)
  log.info("over", { from = call.from, rating = call.data.rating or "none" })
end)
