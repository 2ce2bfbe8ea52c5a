local one, two, three = "+14255550123", "+14255550124", "+14255550125"
local welcome, ending = "Welcome to the conference.", "The conference ends now."

-- A caller ID may call two phones at a time; guests who are users of the service need no line.
describe("conference", function()
  local ann, ben, ada
  before_each(function()
    ann, ben, ada = phone(one), phone(two), phone "8:acs:contoso_ada"
  end)

  --- The call that a launch makes.
  local function conference(params)
    local session = launch("conference", params)
    expect(session):sent "create_call"
    advance(0.3)
    return calls()[1], session
  end

  describe("calls its members", function()
    it("and welcomes them", function()
      local call = conference { members = one .. "," .. two }
      ann:hears(welcome)
      ben:hears(welcome)
      expect(call):sent("create_call", { targets = { one, two }, caller_id = "+18005550199" })
      expect(ann):speaks_with(ben)
    end)

    it("with spaces between the numbers as well", function()
      local call = conference { members = " " .. one .. " , " .. two .. " " }
      expect(call):sent("create_call", { targets = { one, two } })
      expect(ann):speaks_with(ben)
    end)

    it("when there is only one", function()
      local call = conference { members = one }
      ann:hears(welcome)
      expect(call):logged("in the call", { count = 1 })
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("when one is a user of the service", function()
      local call = conference { members = "8:acs:contoso_ada," .. one }
      ada:hears(welcome)
      expect(ada):speaks_with(ann)
      expect(call):logged("in the call", { count = 2 })
    end)

    it("and begins when the first one is there", function()
      ben:answers { after = 20 }
      conference { members = one .. "," .. two, seconds = "60" }
      ann:hears(welcome)
      expect(ben.state):equals "ringing"
      ben:rings()
      expect(ann):speaks_with(ben)
      expect(ben):did_not_hear(welcome)
    end)

    for _, reaction in ipairs { "busy", "declines", "never_answers", "unreachable", "invalid_number" } do
      it("and goes on without one whose phone does this: " .. reaction, function()
        ben[reaction](ben)
        local call = conference { members = one .. "," .. two, seconds = "40" }
        ann:hears(welcome)
        expect(call):has_timeline { "not_reached" }
        expect(ben):is_free()
        ann:hears(ending, { within = 60 })
        expect(call):has_ended { how = "application_hung_up" }
      end)
    end
  end)

  describe("does not take place when nobody comes", function()
    for _, case in ipairs {
      { "busy", "busy" }, { "declines", "declined" }, { "never_answers", "no_answer" },
      { "unreachable", "not_found" }, { "invalid_number", "not_found" },
    } do
      local reaction, reason = case[1], case[2]
      it("because the phones do this: " .. reaction, function()
        ann[reaction](ann)
        ben[reaction](ben)
        local call, session = conference { members = one .. "," .. two }
        expect(session):logged("nobody joined", { reason = reason }, { within = 40 })
        expect(session):is_over { way = "finished" }
        expect(call.outcome):equals "not_answered"
        expect(session):did_not_send "play"
      end)
    end

    it("and tells the reason of the last one", function()
      ann:busy()
      ben:declines { after = 5 }
      local _, session = conference { members = one .. "," .. two }
      expect(session):logged("nobody joined", { reason = "declined" })
      expect(session):did_not_log("nobody joined", { reason = "busy" })
    end)

    it("and fails without members", { allows_errors = true }, function()
      local session = launch "conference"
      expect(session):is_over { way = "failed" }
      expect(session):did_not_send "create_call"
      expect(#calls()):equals(0)
    end)

    it("and fails for a member that is no number", { allows_errors = true }, function()
      local session = launch("conference", { members = "5550123" })
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "5550123"
    end)
  end)

  describe("invites guests", function()
    it("who are announced to everyone", function()
      local call = conference { members = one, guests = "8:acs:contoso_ada" }
      ann:hears "A guest has joined."
      ada:hears "A guest has joined."
      expect(call):has_timeline { welcome, "8:acs:contoso_ada joined", "A guest has joined." }
      expect(call):logged("in the call", { count = 2 })
    end)

    it("by phone as well, while a line is free", function()
      local call = conference { members = one, guests = two }
      ben:hears "A guest has joined."
      expect(call):sent("add_participant", { target = two, invitation_timeout = 60 })
      expect(ann):speaks_with(ben)
    end)

    it("one after the other", function()
      local bob = phone "8:acs:contoso_bob"
      local call = conference { members = one, guests = "8:acs:contoso_ada,8:acs:contoso_bob" }
      ada:hears "A guest has joined."
      expect(bob.state):equals "idle"
      bob:hears "A guest has joined."
      expect(call):sent("play", { text = "A guest has joined." }, { times = 2 })
      expect(call):logged("in the call", { count = 3 })
    end)

    for _, case in ipairs { { "busy", "busy" }, { "declines", "declined" }, { "unreachable", "unreachable" } } do
      local reaction, reason = case[1], case[2]
      it("and goes on without one whose device does this: " .. reaction, function()
        ada[reaction](ada)
        local call = conference { members = one, guests = "8:acs:contoso_ada" }
        expect(call):logged("did not join", { guest = "8:acs:contoso_ada", reason = reason })
        expect(call):logged("in the call", { count = 1 })
        expect(call):did_not_send "cancel_add_participant"
        expect(ann):did_not_hear "A guest has joined."
      end)
    end

    it("and takes the invitation back after fifteen seconds", { exact = true }, function()
      ada:never_answers()
      local call = conference { members = one, guests = "8:acs:contoso_ada" }
      ada:rings()
      local began = now()
      expect(call):logged("did not join", { guest = "8:acs:contoso_ada", reason = "timeout" })
      expect(call):has_timeline { "8:acs:contoso_ada rings", "add_cancelled" }
      expect(now() - began):is_above(14.9)
      expect(now() - began):is_below(15.1)
      expect(ada):is_free { within = 0 }
    end)

    it("and waits for as long as the launch says", function()
      ada:never_answers()
      local call = conference { members = one, guests = "8:acs:contoso_ada", patience = "4" }
      ada:rings()
      advance(3.9)
      expect(call):did_not_log "did not join"
      expect(call):logged("did not join", { reason = "timeout" }, { within = 0.2 })
    end)

    it("who may pick up in the last moment", function()
      ada:answers { after = 3.9 }
      local call = conference { members = one, guests = "8:acs:contoso_ada", patience = "4" }
      ada:hears "A guest has joined."
      expect(call):did_not_send "cancel_add_participant"
    end)

    it("but not those who pick up when it is too late", { exact = true }, function()
      ada:answers { after = 4.1 }
      local call = conference { members = one, guests = "8:acs:contoso_ada", patience = "4", seconds = "20" }
      expect(call):logged("did not join", { reason = "timeout" })
      advance(10)
      expect(ada.state):equals "idle"
      expect(call):logged("in the call", { count = 1 })
    end)

    it("and invites the second one when the first does not come", function()
      local bob = phone "8:acs:contoso_bob"
      ada:never_answers()
      local call = conference { members = one, guests = "8:acs:contoso_ada,8:acs:contoso_bob", patience = "3" }
      bob:hears "A guest has joined."
      expect(ada):is_free()
      expect(call):logged("did not join", { guest = "8:acs:contoso_ada" })
      expect(call):did_not_log("did not join", { guest = "8:acs:contoso_bob" })
    end)

    it("and does not ring a guest for whom no line is free", { exact = true }, function()
      local cleo = phone(three)
      local call = conference { members = one .. "," .. two, guests = three, patience = "5" }
      expect(call):logged("did not join", { guest = three, reason = "throttled" })
      expect(cleo.state):equals "idle"
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("and logs a guest who is a member", function()
      local call = conference { members = one, guests = one }
      expect(call):logged("did not join", { guest = one, reason = "invalid_request" })
      expect(call):has_ended { how = "application_hung_up" }
    end)
  end)

  describe("removes who shall leave", function()
    it("and the others go on", function()
      local call = conference { members = "8:acs:contoso_ada," .. one .. "," .. two, leaving = one, seconds = "30" }
      expect(call):has_timeline { "the application removed +14255550123" }
      expect(ann):is_free()
      expect(ada):speaks_with(ben)
      expect(call):logged("in the call", { count = 2 })
    end)

    it("and logs who was not there", function()
      local call = conference { members = one .. "," .. two, leaving = three }
      expect(call):logged("was not there", { member = three, reason = "not_found" })
      expect(call):logged("in the call", { count = 2 })
    end)

    it("a guest as well as a member", function()
      local call = conference { members = one, guests = "8:acs:contoso_ada", leaving = "8:acs:contoso_ada" }
      ada:hears "A guest has joined."
      expect(call):has_timeline { "A guest has joined.", "the application removed 8:acs:contoso_ada" }
      expect(ada):is_free()
    end)

    it("and ends quietly when nobody is left", function()
      local call, session = conference { members = one, leaving = one }
      expect(call):has_ended { how = "removed" }
      expect(session):is_over { way = "finished" }
      expect(ann):did_not_hear(ending)
    end)
  end)

  describe("lasts", function()
    local function lasts(call, seconds)
      expect(call):logged("in the call", {}, { within = 30 })
      local began = now()
      ann:hears(ending)
      expect(now() - began):is_above(seconds - 0.1)
      expect(now() - began):is_below(seconds + 0.1)
    end

    it("two seconds more if nothing else is said", { exact = true }, function()
      lasts(conference { members = one .. "," .. two }, 2)
    end)

    it("as many seconds as the launch says", { exact = true }, function()
      lasts(conference { members = one .. "," .. two, seconds = "17" }, 17)
    end)

    it("a number of seconds that is given as a number", { exact = true }, function()
      lasts(conference { members = one .. "," .. two, seconds = 5 }, 5)
    end)
  end)

  it("says that it ends, and hangs up for everyone", function()
    local call, session = conference { members = one .. "," .. two }
    ann:hears(ending, { whole = true })
    ben:hears(ending)
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):has_timeline { ending, "the application ended the call for everyone" }
    expect(ann):is_free()
    expect(ben):is_free()
    expect(session):is_over { way = "finished" }
  end)

  describe("when members hang up", function()
    it("goes on for the others", function()
      local call = conference { members = one .. "," .. two, seconds = "30" }
      ann:hears(welcome, { whole = true })
      ann:hangs_up()
      ben:hears(ending, { within = 60 })
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("ends when all of them have", function()
      local call, session = conference { members = one .. "," .. two, seconds = "30" }
      ann:hears(welcome, { whole = true })
      ann:hangs_up()
      ben:hangs_up()
      expect(call):has_ended { how = "everyone_left" }
      expect(session):is_over { way = "finished" }
      expect(session):did_not_send("play", { text = ending })
    end)

    it("ends while a guest is rung, and stops the ringing", function()
      ada:never_answers()
      local call, session = conference { members = one, guests = "8:acs:contoso_ada" }
      ada:rings()
      ann:hangs_up()
      expect(call):has_ended()
      expect(ada):is_free()
      expect(session):is_over { way = "finished" }
    end)

    it("ends for one who called alone and hangs up during the welcome", function()
      local call, session = conference { members = one }
      ann:hears(welcome)
      ann:hangs_up()
      expect(call):has_ended { how = "callee_hung_up" }
      expect(session):is_over { way = "finished" }
    end)
  end)

  it("takes place once when it is launched twice with one key", function()
    local first = launch("conference", { members = one }, { key = "monday" })
    local second = launch("conference", { members = one }, { key = "monday" })
    expect(second.id):equals(first.id)
    ann:hears(ending)
    expect(#calls()):equals(1)
  end)

  it("waits for lines while another conference has them", function()
    local cleo = phone(three)
    launch("conference", { members = one .. "," .. two, seconds = "10" })
    launch("conference", { members = three })
    ann:hears(ending)
    expect(cleo.state):equals "idle"
    cleo:hears(welcome)
    expect(#calls()):equals(2)
  end)

  it("gives up when no line gets free within a minute", { exact = true }, function()
    local cleo = phone(three)
    launch("conference", { members = one .. "," .. two, seconds = "90" })
    local session = launch("conference", { members = three })
    advance(59.9)
    expect(session):did_not_log "nobody joined"
    expect(session):logged("nobody joined", { reason = "timeout" }, { within = 0.2 })
    expect(session):is_over { way = "finished", within = 1 }
    expect(cleo.state):equals "idle"
  end)
end)
