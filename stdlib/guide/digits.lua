local collect = require "std.collect"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550104" }, function(call)
  call:answer()
  local account, reason = collect.digits(call, {
    text = "Please enter your account number, then the hash key.", min = 6, max = 10, check = "luhn",
    no_input = "I heard nothing.", invalid = "That is no account number.",
    confirm = "You entered {digits}. Press 1 if that is right, 2 to try again.",
  })
  log.info("account", { number = account, reason = reason })
  call:hang_up { for_everyone = true }
end)
