flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  local menu = require "std.meny" --> unknown_module at "std.meny": there is no module 'std.meny'; did you mean 'std.menu'?
  local own = require "lib.callers" --> unknown_module at "lib.callers": lib.… the flow's folder
  menu.ask(call, own)
end)
