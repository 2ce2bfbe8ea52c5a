local callback = require "std.callback"
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550115" }

local office = hours.new { zone = "America/New_York", weekdays = "9:00-17:00" }

on("IncomingCall", { to = "+18005550115" }, function(call)
  call:answer()
  local number, reason = callback.offer(call, { text = "To be called back, press 1. Otherwise, press 2." })
  local id
  if number then
    id, reason = callback.promise(call, {
      to = number, flow = "callbacks", hours = office, tries = 3, every = 600, params = { about = "your order" },
    })
  end
  call:play { text = id and "We will call you back." or "Goodbye." }
  log.info("promised", { id = id, reason = reason })
  call:hang_up { for_everyone = true }
end)

on("Launch", function(event)
  local reached, reason, again = callback.run(event, function(call, promise)
    call:play { text = "You asked us to call back about " .. promise.params.about .. "." }
    call:hang_up { for_everyone = true }
  end, { hours = office })
  if not reached then log.info("not reached", { reason = reason, again = again }) end
end)
