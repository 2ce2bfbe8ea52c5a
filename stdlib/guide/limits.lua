local collect = require "std.collect"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550113" }, function(call)
  call:answer()
  local clock = spawn(function()
    sleep(120)
    log.info("still here", { from = call.from })
  end)
  local number, err = within(30, function()          -- for all tries together
    return collect.digits(call, { text = "Your ticket number, please.", length = 4, timeout = 20 })
  end)
  clock:cancel()
  log.info("a ticket", { number = number, reason = type(err) == "table" and err.reason or err })
  call:hang_up { for_everyone = true }
end)
