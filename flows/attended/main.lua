flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550177" }

-- An attended transfer: a colleague is brought into the call, hears who is there, and stays with the caller when the
-- application leaves. Nothing is lost when nobody comes: the caller is still here.
on("IncomingCall", { to = "+18005550177" }, function(call)
  call:answer()
  call:play { text = "One moment, we are looking for a colleague." }
  for _, colleague in ipairs { "+14255550131", "+14255550132" } do
    local joined, err = call:add_participant { target = colleague, invitation_timeout = 20 }
    if joined then
      call:play { text = "A caller is on the line for you.", to = colleague }
      -- Who has heard enough and hung up would leave the caller alone.
      _, err = call:get_participant { target = colleague }
      if not err or err.reason ~= "not_found" then
        call:hang_up()
        return
      end
    end
    log.info("did not take the call", { colleague = colleague, reason = err.reason })
  end
  call:play { text = "Nobody is free at the moment. Please call later." }
  call:hang_up { for_everyone = true }
end)
