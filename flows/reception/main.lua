local menu = require "std.menu"

flow {
  locale = "en-US",
  voice = "en-US-AvaNeural",
  caller_id = "+18005550199",
  on_failure = { text = "Sorry, something went wrong. Please call again." },
}

local desks = {
  sales = "+14255550123",
  support = "+14255550124",
}

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local desk = menu.ask(call, {
    text = "Welcome to Contoso. For sales press 1, for support press 2.",
    choices = { ["1"] = "sales", ["2"] = "support" },
    retries = 2,
    no_input = "I did not hear anything.",
    no_match = "That is not on the menu.",
  })
  if desk then
    call:play { text = "One moment, please." }
    local _, err = call:transfer { target = desks[desk] }
    if not err then return end
    log.warning("nobody took the call", { desk = desk, reason = err.reason })
    call:play { text = "Nobody is free at the moment. Please call later." }
  end
  call:play { text = "Goodbye." }
  call:hang_up { for_everyone = true }
end)

on("CallDisconnected", function(call, event)
  log.info("the call is over", { from = call.from, message = event.result_information.message })
end)
