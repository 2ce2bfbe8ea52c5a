flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550112" }

on("IncomingCall", { to = "+18005550112" }, function(call)
  call:answer()
  call:play { text = "We call somebody for you. To stop, press the hash key." }
  local first, joined, err = race {
    function() return call:add_participant { target = "+14255550123", invitation_timeout = 30 } end,
    function()
      for tone in call:tones() do
        if tone == "#" then return end
      end
    end,
  }
  if joined then return call:hang_up() end           -- leaves the two alone
  log.info("nobody joined", { stopped = first == 2, reason = err and err.reason })
  call:play { text = "Please call again." }
  call:hang_up { for_everyone = true }
end)
