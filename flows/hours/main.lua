local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550155" }

local office = { desk = "+14255550151", hours = hours.new { zone = "America/Bogota", weekdays = "9:00-17:00" } }

-- Sent on before it is answered: within hours to the desk, else a message is all there is.
on("IncomingCall", { to = "+18005550155" }, function(call)
  if office.hours:is_open() then
    local sent, err = call:redirect { target = office.desk }
    if sent then return end
    log.warning("not redirected", { reason = err.reason })
  end
  call:answer()
  call:play { text = "The office is open from nine to five, Monday to Friday. Please call again." }
  call:hang_up { for_everyone = true }
end)
