local conference = require "std.conference"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550124" }

on("IncomingCall", { to = "+18005550124" }, function(call)
  call:answer()
  conference.room("monday", { music = "https://example.com/music.wav", joined = "Somebody has come." }):join(call)
end)

on("Launch", function(event)
  local meeting, reason = conference.start { members = event.params.members, welcome = "Welcome." }
  if not meeting then return log.warning("nobody came", { reason = reason }) end
  meeting:invite(event.params.guest, { joined = "A guest has joined." })
  sleep(3600)
  meeting:finish "The conference ends now."
end)
