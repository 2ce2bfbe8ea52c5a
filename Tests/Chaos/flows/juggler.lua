flow { locale = "en-US", voice = "en-US-AvaNeural" }

-- Decides more than one thing at a time and sleeps in between: what the flows for people seldom do.
on("IncomingCall", { to = "+18005550106" }, function(call)
  call:answer()
  call:play { text = "First.", wait = false }
  local keys = call:recognize { text = "Then press a key.", dtmf = { max = 1 }, initial_silence_timeout = 4 }
  sleep(2)
  call:play { text = "Still there." }
  sleep(keys and 1 or 3)
  call:play { text = "Bye." }
  call:hang_up { for_everyone = true }
end)
