local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local spanish = { locale = "es-MX", voice = "es-MX-DaliaNeural" }

on("IncomingCall", { to = "+18005550105" }, function(call)
  call:answer()
  local language = menu.ask(call, {
    sources = { { text = "Welcome." }, { text = "Para español, oprima 2.", locale = "es-MX", voice = spanish.voice } },
    choices = { ["1"] = "en", ["2"] = "es" }, retries = 0, timeout = 3,
  })
  if language == "es" then call:use(spanish) end     -- from now on, in this call
  call:play { text = language == "es" and "Hola. Somos Contoso." or "Hello. This is Contoso." }
  call:hang_up { for_everyone = true }
end)
