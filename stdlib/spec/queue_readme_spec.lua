-- The example of the README, as it stands there.
given_flow("example", [==[
local queue = require "std.queue"
local voicemail = require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550188" }

local support = queue.new {
  name = "support", agents = { "+14255550131", "+14255550132" }, strategy = "longest_idle",
  music = "https://example.com/music.wav", position = "You are number {position}.", patience = 300,
  announce = "A caller for support. Press 1 to take the call.", accept = "1", leave = { ["#"] = "voicemail" },
}

on("IncomingCall", { to = "+18005550188" }, function(call)
  call:answer()
  local agent, reason, value = support:wait(call)
  if agent then
    support:talk(call, agent)                                -- until one of the two has left
  elseif reason == "left" and value == "voicemail" then
    voicemail.take(call, {
      greeting = "Leave a message, and press the hash key at its end.",
      on_message = function(message) log.info("a message", { from = message.from, file = message.file }) end,
    })
  else
    call:play { text = "Nobody is free at the moment. Please call later." }
  end
  call:hang_up { for_everyone = true }
end)
]==])

describe("the example of std.queue", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("puts a caller through to an agent who presses the key", function()
    local call = caller:dial "+18005550188"
    ann:hears "Press 1 to take the call."
    ann:presses "1"
    expect(caller):speaks_with(ann)
    expect(call):goes_on(30)
    caller:hangs_up()
    expect(call):has_ended()
    expect(ann):is_free()
  end)

  it("takes a message of one who would rather not wait", function()
    ann:never_answers()
    local call = caller:dial "+18005550188"
    caller:hears "music.wav"
    caller:presses "#"
    caller:hears "Leave a message"
    caller:presses "#"
    expect(call):logged("a message", { from = "+14255550100" })
  end)

  it("gives up after five minutes", { exact = true }, function()
    store_has { ["std.queue/agent/4:+14255550131"] = "sales/1", ["std.queue/agent/4:+14255550132"] = "sales/2" }
    local call = caller:dial "+18005550188"
    caller:hears "You are number 1."
    advance(300)
    expect(call):sent("play", { text = "Nobody is free at the moment. Please call later." })
  end)
end)
