local one, two, three = "+14255550123", "+14255550124", "+14255550125"

-- A conference that does what the launch says, one step after the other, and logs what came of each.
given_flow("meets", [[
local conference = require "std.conference"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local meeting, reason = conference.start(event.params.options)
  if not meeting then return log.info("not begun", { reason = reason }) end
  for _, step in ipairs(event.params.steps or {}) do
    local ok, why
    if step.sleep then
      sleep(step.sleep)
    else
      ok, why = meeting[step.name](meeting, step.first, step.second)
    end
    log.info(step.name or "slept", { ok = type(ok) == "table" and table.concat(ok, " ") or ok, reason = why })
  end
end)
]])

describe("conference.start", function()
  local ann, ben, cleo
  before_each(function() ann, ben, cleo = phone(one), phone(two), phone(three) end)

  local function meets(options, steps) return launch("meets", { options = options, steps = steps }) end

  it("calls the members and welcomes the first", function()
    local session = meets({ members = { one, two }, welcome = "Welcome." }, { { sleep = 5 }, { name = "members" } })
    ann:hears "Welcome."
    expect(ann):speaks_with(ben)
    expect(session):logged("members", { ok = "4:" .. one .. " 4:" .. two })
    expect(session):sent("create_call", { targets = { one, two }, caller_id = "+18005550199" })
  end)

  it("tells why nobody came", function()
    ann:busy()
    local session = meets({ members = { one }, timeout = 20 })
    expect(session):logged("not begun", { reason = "busy" })
    expect(session):is_over { way = "finished" }
  end)

  it("says nothing where nothing is to be said, and announces to all", function()
    local session = meets({ members = { one } }, { { name = "announce", first = "Hello all." }, { name = "finish" } })
    ann:hears "Hello all."
    expect(session):sent("play", {}, { times = 1 })
    expect(session.call):has_ended { how = "application_hung_up" }
  end)

  it("speaks with the voice of the conference", function()
    local session = meets({ members = { one }, voice = "en-GB-SoniaNeural", locale = "en-GB" },
      { { name = "announce", first = "Hello all." }, { name = "finish", first = { text = "It is over." } } })
    ann:hears "It is over."
    expect(session):sent("play", { text = "Hello all.", voice = "en-GB-SoniaNeural" })
    expect(session):sent("play", { text = "It is over.", voice = "en-GB-SoniaNeural" })
    expect(session.call):has_ended { how = "application_hung_up" }
  end)

  it("invites somebody, whom everybody hears of", function()
    local session = meets({ members = { one } },
      { { name = "invite", first = two, second = { joined = "Somebody has come.", timeout = 25 } }, { sleep = 60 } })
    ann:hears "Somebody has come."
    ben:hears "Somebody has come."
    expect(session):sent("add_participant", { target = two, invitation_timeout = 25 })
    expect(session):logged("invite", { ok = true })
  end)

  it("invites somebody without a word, and tells why they did not come", function()
    ben:declines()
    local session = meets({ members = { one } },
      { { name = "invite", first = two }, { name = "invite", first = three }, { sleep = 60 } })
    expect(session):logged("invite", { reason = "declined" })
    expect(session):logged("invite", { ok = true })
    expect(session):sent("add_participant", { target = three, invitation_timeout = 30 })
    expect(ann):speaks_with(cleo)
    expect(session):did_not_send "play"
  end)

  it("removes somebody, and tells when they were not there", function()
    local session = meets({ members = { one } }, {
      { name = "invite", first = two }, { name = "remove", first = two }, { name = "remove", first = three },
      { sleep = 5 },
    })
    expect(session):logged("remove", { ok = true })
    expect(session):logged("remove", { reason = "not_found" })
    expect(ben):is_free()
  end)

  it("leaves the others to speak", function()
    local session = meets({ members = { one } }, { { name = "invite", first = two }, { name = "leave" } })
    expect(session):is_over { way = "finished" }
    expect(ann):speaks_with(ben)
  end)

  for _, case in ipairs {
    { "no members", {}, "members must be a list" },
    { "an empty list of members", { members = {} }, "members must be a list" },
    { "an unknown option", { members = { one }, wellcome = "Hi." }, "did you mean 'welcome'" },
    { "a welcome that is none", { members = { one }, welcome = 7 }, "welcome must be a text" },
  } do
    it("refuses " .. case[1], { allows_errors = true }, function()
      local session = meets(case[2])
      expect(session):is_over { way = "failed" }
      expect(session.report):contains(case[3])
      expect(session.report):contains "meets/main.lua:6"
    end)
  end
end)
