local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

-- One launch is one call: a campaign is many launches, and the lines of the caller ID are shared out among them.
on("Launch", function(event)
  local params = event.params
  local call, err = create_call { target = params.to, display_name = "Contoso Clinic", timeout = 40 }
  if not call then
    log.warning("not reached", { to = params.to, reason = err.reason })
    return
  end

  local answer = menu.ask(call, {
    text = "This is Contoso Clinic. Your appointment is " .. (params.at or "tomorrow")
      .. ". Press 1 to confirm, or 2 to cancel it.",
    choices = { ["1"] = "confirmed", ["2"] = "cancelled" },
    no_input = "We did not hear a key.",
    no_match = "Please press 1 or 2.",
  })
  log.info("reminded", { to = params.to, answer = answer or "none" })
  call:play { text = answer and ("Thank you. Your appointment is " .. answer .. ".") or "We will call again." }
  call:hang_up { for_everyone = true }
end)
