local refused = require "lib.callers"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550188" }, function(call)
  local reason = refused[call.from]
  if reason then
    log.info("refused", { from = call.from, reason = reason })
    call:reject { reason = reason }
    return
  end
  call:answer()
  call:play { text = "Welcome. You may pass." }
  call:hang_up { for_everyone = true }
end)
