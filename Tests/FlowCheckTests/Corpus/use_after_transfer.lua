flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  if call:transfer { target = "+14255550123" } then
    call:play { text = "You are connected." } --> use_after_transfer at play: after the transfer of line 5 has succeeded
  end
  local taken, err = call:transfer { target = "+14255550124" }
  if not taken then
    log.info("not taken", { reason = err.reason })
    return
  end
  call:hang_up { for_everyone = true } --> use_after_transfer at hang_up: after the transfer of line 8
end)

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  local _, err = call:transfer { target = "+14255550123" }
  if err == nil then call:cancel_all_media() end --> use_after_transfer at cancel_all_media: return when a transfer succeeds
end)
