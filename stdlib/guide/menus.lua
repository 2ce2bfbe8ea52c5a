local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550103" }, function(call)
  call:answer()
  local desk, reason = menu.ask(call, {
    text = "Would you like sales or support?", again = "Please say sales, or support.",
    no_input = "I heard nothing.", no_match = { file = "https://example.com/sorry.wav" },
    choices = {
      { value = "+14255550123", label = "sales", tone = "1", phrases = { "sales", "buy something" } },
      { value = "+14255550124", label = "support", tone = "2", phrases = { "support", "help" } },
    },
  })
  if desk and call:transfer { target = desk } then return end
  log.info("not transferred", { reason = reason })
  call:hang_up { for_everyone = true }
end)
