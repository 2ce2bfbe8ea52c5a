local transfer = require "std.transfer"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550121" }

on("IncomingCall", { to = "+18005550121" }, function(call)
  call:answer()
  local done = transfer.attended(call, {
    targets = { "+14255550131", "+14255550132" }, text = "One moment, please.", music = "https://example.com/music.wav",
    announce = "A caller is on the line for you. Press 1 to speak with them.", accept = "1",
    fallback = "Nobody is free at the moment.",
  })
  if not done then call:hang_up { for_everyone = true } end
end)
