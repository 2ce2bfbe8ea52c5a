local line = "+18005550199"

given_flow("meeting", [[
local conference = require "std.conference"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local joined, reason = conference.room(store.get "name" or "monday", store.get "given"):join(call)
  log.info("was in the room", { joined = joined, reason = reason })
end)
]])

describe("conference.room", function()
  local ann, ben, cleo
  before_each(function()
    ann, ben, cleo = phone "+14255550100", phone "+14255550101", phone "+14255550102"
  end)

  local function everything() store_has { given = {
    music = "https://example.com/music.wav", welcome = "You come into the room.", joined = "Somebody has come.",
    left = "Somebody has left.",
  } } end

  it("lets the first one wait with music until the second comes", function()
    everything()
    local first = ann:dial(line)
    ann:hears "You come into the room."
    ann:hears "music.wav"
    local second = ben:dial(line)
    ben:hears "You come into the room."
    expect(ann):speaks_with(ben)
    ann:hears "Somebody has come."
    expect(first):sent "cancel_all_media"
    expect(first):has_participants { ann, ben }
    expect(second):has_ended()
    expect(ben):did_not_hear "music.wav"
  end)

  it("holds several, and plays music again to the last one", function()
    everything()
    for _, person in ipairs { ann, ben, cleo } do
      person:dial(line)
      advance(5)
    end
    expect(ann):speaks_with(ben)
    expect(ann):speaks_with(cleo)
    advance(5)
    ann:hangs_up()
    cleo:hears "Somebody has left."
    advance(120)
    expect(ben):speaks_with(cleo)
    ben:hangs_up()
    cleo:hears "music.wav"
    cleo:hangs_up()
    for _, session in ipairs(sessions()) do expect(session):is_over { way = "finished" } end
    expect(stored "std.conference/monday"):is_nil()
  end)

  it("begins anew when it was empty", function()
    local first = ann:dial(line)
    expect(first):is_connected()
    advance(5)
    ann:hangs_up()
    expect(first):has_ended()
    ben:dial(line)
    advance(5)
    cleo:dial(line)
    expect(ben):speaks_with(cleo)
  end)

  it("does not follow an entry that leads nowhere", function()
    store_has { ["std.conference/monday"] = "aHR0cHM6Ly9leGFtcGxlLmNvbS9ub3doZXJl" }
    local call = ben:dial(line)
    advance(5)
    cleo:dial(line)
    expect(call):has_participants { ben, cleo }
  end)

  it("lets two in who come at the same moment", function()
    ann:dial(line)
    ben:dial(line)
    expect(ann):speaks_with(ben)
  end)

  it("forgets one who hangs up while they come in", function()
    everything()
    local call = ann:dial(line)
    ann:hears "music.wav"
    ben:dial(line)
    ben:hears "You come into the room."
    ben:hangs_up()
    cleo:dial(line)
    expect(call):has_participants { ann, cleo }
    expect(ben):is_free()
  end)

  for _, case in ipairs {
    { "a name with a space", { name = "the room" }, "the name must be" },
    { "an unknown option", { given = { musik = "x" } }, "did you mean 'music'" },
  } do
    it("refuses " .. case[1], { allows_errors = true }, function()
      store_has(case[2])
      local call = ann:dial(line)
      expect(call):is_connected()
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains(case[3])
      expect(call.session.report):contains "meeting/main.lua:7"
    end)
  end
end)
