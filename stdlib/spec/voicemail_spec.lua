local line = "+18005550199"

-- Takes a message as the store says.
given_flow("messages", [[
local voicemail = require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local given = store.get "given" or {}
  if not store.get "nobody" then
    given.on_message = function(message)
      log.info("a message", {
        from = message.from, seconds = message.seconds, format = message.format,
        id = message.id == message.recording.id,
        file = message.file ~= nil and message.bytes > 0 and #message.sha256 == 64,
      })
    end
  end
  if store.get "loses" then
    given.on_lost = function(reason, from) log.info("lost", { reason = reason, from = from }) end
  end
  if store.get "twice" then call:start_recording() end
  local taken, reason = voicemail.take(call, given)
  log.info("taken", { taken = taken, reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

describe("voicemail.take", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  local function leaves(given)
    store_has { given = given }
    return caller:dial(line)
  end

  it("greets, records until the hash key, and thanks", function()
    local call = leaves { greeting = "Leave a message.", thanks = "Thank you." }
    caller:hears("Leave a message.", { whole = true })
    caller:says "Please call me back."
    caller:presses "#"
    caller:hears "Thank you."
    expect(call):logged("taken", { taken = true })
    expect(call):logged("a message", { from = "+14255550100", format = "wav", id = true, file = true })
    expect(call):sent_in_order { "play", "start_recording", "recognize", "stop_recording", "play", "hang_up" }
    expect(call.session):is_over { way = "finished" }
  end)

  it("says nothing where nothing is to be said", function()
    local call = leaves { stop = "*", format = "mp3" }
    caller:says "Hello."
    caller:presses "#"
    caller:presses "*"
    expect(call):logged("a message", { format = "mp3" })
    expect(call):sent("recognize", {}, { times = 2 })
    expect(call):did_not_send "play"
  end)

  it("ends when it has got as long as it may", { exact = true }, function()
    local call = leaves { longest = 20, greeting = { file = "https://example.com/greeting.wav" } }
    caller:hears("greeting.wav", { whole = true })
    local began = now()
    advance(10)
    caller:presses "1"
    expect(call):sent "stop_recording"
    expect(now() - began):is_above(19)
    expect(now() - began):is_below(22)
  end)

  it("ends when a key is pressed in its last moment", { exact = true }, function()
    local call = leaves { longest = 1 }
    expect(call):sent "recognize"
    advance(0.9)
    caller:presses "1"
    expect(call):logged("taken", { taken = true })
  end)

  it("ends when a key is pressed after that", { exact = true }, function()
    local call = leaves { longest = 2 }
    expect(call):sent "recognize"
    advance(1.5)
    caller:presses "1"
    -- It listens for whole seconds, and so for a moment longer than it would.
    advance(0.8)
    caller:presses "1"
    expect(call):logged("taken", { taken = true }, { within = 0.2 })
    expect(call):sent("recognize", {}, { times = 2 })
  end)

  it("keeps what somebody said who hangs up", function()
    local call = leaves { greeting = "Leave a message." }
    caller:hears("Leave a message.", { whole = true })
    caller:says "Never mind."
    caller:hangs_up()
    expect(call):logged "a message"
    expect(call.session):is_over { way = "finished" }
  end)

  it("tells nobody of what is too short", function()
    local call = leaves { shortest = 5 }
    expect(call):sent "recognize"
    caller:hangs_up()
    expect(call.session):is_over { way = "finished" }
    expect(call):did_not_log "a message"
  end)

  it("tells of what is long enough", function()
    local call = leaves { shortest = 5, format = "wav" }
    expect(call):sent "recognize"
    advance(8)
    caller:hangs_up()
    expect(call):logged "a message"
  end)

  describe("when no file comes", { exact = true }, function()
    before_each(function() store_has { given = { timeout = 1 } } end)

    it("logs it", function()
      local call = caller:dial(line)
      caller:presses "#"
      expect(call):logged("no message came of a recording", { from = "+14255550100" })
      expect(call):did_not_log "a message"
    end)

    it("tells the flow, if it wants to know", function()
      store_has { loses = true }
      local call = caller:dial(line)
      caller:presses "#"
      expect(call):logged("lost", { from = "+14255550100" })
      expect(call):did_not_log "no message came"
    end)
  end)

  describe("when nothing can be recorded", function()
    before_each(function() store_has { twice = true } end)

    it("says so", function()
      local call = leaves { unavailable = "Please call later." }
      caller:hears "Please call later."
      expect(call):logged "taken"
      expect(call):did_not_log("taken", { taken = true })
      expect(call):did_not_log "a message"
    end)

    it("or says nothing", function()
      local call = leaves {}
      expect(call):logged "taken"
      expect(call):did_not_send "play"
    end)
  end)

  for _, case in ipairs {
    { "no on_message", {}, "on_message is missing", true },
    { "a key that is none", { stop = "##" }, "stop must be one key" },
    { "a number for a key", { stop = 1 }, "stop must be one key" },
    { "another format", { format = "ogg" }, "format must be \"wav\" or \"mp3\"" },
    { "an unknown option", { longst = 3 }, "did you mean 'longest'" },
  } do
    it("refuses " .. case[1], { allows_errors = true }, function()
      if case[4] then store_has { nobody = true } end
      local call = leaves(case[2])
      expect(call):has_ended()
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains(case[3])
      expect(call.session.report):contains "messages/main.lua:21"
    end)
  end
end)
