-- The example of the README, as it stands there.
given_flow("example", [==[
local transfer = require "std.transfer"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550187" }

on("IncomingCall", { to = "+18005550187" }, function(call)
  call:answer()
  local done = transfer.attended(call, {
    targets = { "+14255550131", "+14255550132" }, text = "One moment, please.", music = "https://example.com/music.wav",
    announce = "A caller is on the line for you. Press 1 to speak with them.", accept = "1",
    fallback = "Nobody is free at the moment.",
  })
  if not done then call:hang_up { for_everyone = true } end
end)
]==])

describe("the example of std.transfer", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("leaves the two alone", function()
    local call = caller:dial "+18005550187"
    caller:hears "One moment, please."
    ann:hears "Press 1"
    ann:presses "1"
    expect(call):has_timeline { "the application left" }
    expect(caller):speaks_with(ann)
  end)

  it("says that nobody is free", function()
    ann:declines()
    phone("+14255550132"):busy()
    local call = caller:dial "+18005550187"
    caller:hears "Nobody is free at the moment."
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)
