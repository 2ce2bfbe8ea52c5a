flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550155" }

local office = { desk = "+14255550151", opens = 9, closes = 17 }

-- Whether the office, five hours behind UTC, is open.
local function is_open(time)
  local here = os.date("!*t", math.floor(time) - 5 * 3600)
  return here.wday >= 2 and here.wday <= 6 and here.hour >= office.opens and here.hour < office.closes
end

-- Sent on before it is answered: within hours to the desk, else a message is all there is.
on("IncomingCall", { to = "+18005550155" }, function(call)
  if is_open(now()) then
    local sent, err = call:redirect { target = office.desk }
    if sent then return end
    log.warning("not redirected", { reason = err.reason })
  end
  call:answer()
  call:play { text = "The office is open from nine to five, Monday to Friday. Please call again." }
  call:hang_up { for_everyone = true }
end)
