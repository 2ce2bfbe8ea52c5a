flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550166" }

-- Whoever takes the call knows the account before they say hello: it travels with the transfer.
on("IncomingCall", { to = "+18005550166" }, function(call)
  call:answer()
  local heard = call:recognize {
    text = "Please enter your account number, and then the hash key.",
    dtmf = { max = 8, stop = "#" }, initial_silence_timeout = 10,
  }
  local account = heard and heard.tones or "unknown"
  call:play { text = "You are being connected." }

  local taken, err = call:transfer {
    target = "+14255550141",
    custom_context = {
      user_to_user = "account=" .. account,
      sip_headers = { Account = account },
      voip_headers = { account = account, language = "en" },
    },
  }
  if taken then return end
  log.warning("nobody took the call", { account = account, reason = err.reason })
  call:play { text = "Nobody is free at the moment. Please call later." }
  call:hang_up { for_everyone = true }
end)
