local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550114" }

-- Calls one person, and returns what became of it.
local function remind(params)
  local call, err = create_call { target = params.to, timeout = 40 }
  if not call then return err.reason end             -- "busy", "declined", "no_answer", …
  local answer, reason = menu.ask(call, {
    text = "Your appointment is " .. (params.at or "tomorrow") .. ". Press 1 to confirm, 2 to cancel.",
    choices = { ["1"] = "confirmed", ["2"] = "cancelled" },
  })
  call:play { text = "Thank you. Goodbye." }
  call:hang_up { for_everyone = true }
  return answer or reason
end

on("Launch", function(event)
  log.info("reminded", { to = event.params.to, outcome = remind(event.params) })
end)
