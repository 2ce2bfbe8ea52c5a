-- The example of the README, as it stands there.
given_flow("example", [==[
local conference = require "std.conference"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550186" }

on("IncomingCall", { to = "+18005550186" }, function(call)
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
]==])

describe("the example of std.conference", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("brings callers together", function()
    caller:dial "+18005550186"
    caller:hears "music.wav"
    ann:dial "+18005550186"
    caller:hears "Somebody has come."
    expect(caller):speaks_with(ann)
  end)

  it("calls people by itself", { exact = true }, function()
    local session = launch("example", { members = { "+14255550100" }, guest = "+14255550131" })
    caller:hears "Welcome."
    ann:hears "A guest has joined."
    advance(3600)
    caller:hears "The conference ends now."
    expect(session.call):has_ended { how = "application_hung_up" }
  end)

  it("tells why nobody came", function()
    caller:busy()
    local session = launch("example", { members = { "+14255550100" }, guest = "+14255550131" })
    expect(session):logged("nobody came", { reason = "busy" })
  end)
end)
