local line = "+18005550177"
local first, second = "+14255550131", "+14255550132"
local announcement = "A caller is on the line for you."

describe("attended", function()
  local caller, ann, ben
  before_each(function()
    caller, ann, ben = phone "+14255550100", phone(first), phone(second)
  end)

  describe("when the first colleague picks up", function()
    it("leaves the two alone", function()
      local call = caller:dial(line)
      caller:hears "One moment, we are looking for a colleague."
      expect(caller):speaks_with(ann)
      expect(call):has_timeline { "+14255550131 was added", "the application left, the others go on" }
      expect(call):has_participants { caller, ann }
      expect(call):goes_on(600)
    end)

    it("tells the colleague and not the caller who is there", function()
      local call = caller:dial(line)
      ann:hears(announcement, { whole = true })
      expect(call):sent("play", { text = announcement, to = { first } })
      expect(call):has_timeline { "play_completed", "the application left" }
      expect(caller):did_not_hear(announcement)
    end)

    it("does not let the colleague hear what was said before", function()
      caller:dial(line)
      ann:hears(announcement)
      expect(ann):did_not_hear "One moment"
    end)

    it("rings the second colleague at no time", function()
      local call = caller:dial(line)
      ann:hears(announcement, { whole = true })
      expect(call):has_timeline { "the application left" }
      expect(call):sent("add_participant", {}, { times = 1 })
      expect(ben.state):equals "idle"
    end)

    it("shows the colleague the number of the line", function()
      local call = caller:dial(line)
      expect(call):sent("add_participant", { target = first, caller_id = line, invitation_timeout = 20 })
    end)

    it("ends for the flow while the two speak on", function()
      local call = caller:dial(line)
      ann:hears(announcement)
      expect(call.session):is_over { way = "finished", within = 10 }
      expect(call):goes_on()
    end)

    it("ends for both when the caller hangs up later", function()
      local call = caller:dial(line)
      expect(call):has_timeline { "the application left" }
      caller:hangs_up()
      expect(call):has_ended { how = "everyone_left" }
      expect(ann):is_free()
    end)

    it("ends for both when the colleague hangs up later", function()
      local call = caller:dial(line)
      expect(call):has_timeline { "the application left" }
      ann:hangs_up()
      expect(call):has_ended { how = "everyone_left" }
      expect(caller):is_free()
    end)

    it("waits for one who picks up in the last second", function()
      ann:answers { after = 19.9 }
      local call = caller:dial(line)
      expect(caller):speaks_with(ann)
      expect(call):sent("add_participant", {}, { times = 1 })
    end)
  end)

  describe("when the first colleague does not come", function()
    for _, case in ipairs {
      { "busy", "busy" }, { "declines", "declined" }, { "never_answers", "no_answer" },
      { "unreachable", "not_found" }, { "invalid_number", "not_found" },
    } do
      local reaction, reason = case[1], case[2]
      it("tries the second one, and logs why: " .. reaction, function()
        ann[reaction](ann)
        local call = caller:dial(line)
        ben:hears(announcement)
        expect(caller):speaks_with(ben)
        expect(call):logged("did not take the call", { colleague = first, reason = reason })
        expect(call):did_not_log("did not take the call", { colleague = second })
        expect(ann):is_free { within = 0 }
      end)
    end

    it("rings for twenty seconds before it tries the next", { exact = true }, function()
      ann:never_answers()
      caller:dial(line)
      ann:rings()
      local began = now()
      ben:rings()
      expect(now() - began):is_above(19.9)
      expect(now() - began):is_below(20.1)
      expect(ann):is_free { within = 0 }
    end)

    it("does not wait for one who would pick up a second too late", function()
      ann:answers { after = 20.5 }
      caller:dial(line)
      expect(caller):speaks_with(ben)
      expect(ann):is_free()
    end)

    it("takes a colleague who puts the ringing phone down for one who declines", function()
      ann:never_answers()
      local call = caller:dial(line)
      ann:rings()
      ann:hangs_up()
      expect(caller):speaks_with(ben)
      expect(call):logged("did not take the call", { colleague = first, reason = "declined" })
    end)

    it("tries the second one while the first speaks with another caller", function()
      local other = phone "+14255550101"
      local first_call = other:dial(line)
      expect(first_call):has_timeline { "the application left" }
      local call = caller:dial(line)
      expect(caller):speaks_with(ben)
      expect(other):speaks_with(ann)
      expect(call):logged("did not take the call", { colleague = first, reason = "busy" })
    end)

    it("tries the second one when the first is the caller", function()
      local call = ann:dial(line)
      expect(ann):speaks_with(ben)
      expect(call):logged("did not take the call", { colleague = first })
    end)
  end)

  describe("when nobody comes", function()
    before_each(function()
      ann:busy()
      ben:declines()
    end)

    it("apologises and hangs up", function()
      local call = caller:dial(line)
      caller:hears("Nobody is free at the moment. Please call later.", { whole = true })
      expect(call):has_ended { how = "application_hung_up" }
      expect(call):has_timeline { "Nobody is free", "the application ended the call for everyone" }
      expect(call):sent("add_participant", {}, { times = 2 })
      expect(caller):is_free()
    end)

    it("logs each reason", function()
      local call = caller:dial(line)
      expect(call):has_ended()
      expect(call):logged("did not take the call", { colleague = first, reason = "busy" })
      expect(call):logged("did not take the call", { colleague = second, reason = "declined" })
    end)

    it("speaks to the caller only after both were tried", function()
      local call = caller:dial(line)
      expect(call):has_ended()
      expect(call):has_timeline { "One moment", "+14255550131 rings", "+14255550132 rings", "Nobody is free" }
    end)

    it("keeps a caller waiting for forty seconds at most", function()
      ann:never_answers()
      ben:never_answers()
      caller:dial(line)
      caller:hears("Nobody is free", { within = 45 })
      expect(ann):is_free()
      expect(ben):is_free()
    end)

    it("ends quietly when the caller hangs up during the apology", function()
      local call = caller:dial(line)
      caller:hears "Nobody is free"
      caller:hangs_up()
      expect(call):has_ended { how = "caller_hung_up" }
      expect(call.session):is_over { way = "finished" }
    end)
  end)

  describe("when the caller hangs up", function()
    it("before it is answered, nobody is rung", function()
      local call = caller:dial(line)
      caller:hangs_up()
      advance(60)
      expect(call):has_ended { how = "cancelled" }
      expect(call):did_not_send "add_participant"
    end)

    it("during the first words, nobody is rung", function()
      local call = caller:dial(line)
      caller:hears "One moment"
      caller:hangs_up()
      advance(60)
      expect(call):has_ended { how = "caller_hung_up" }
      expect(ann):did_not_hear(announcement)
      expect(call.session):is_over { way = "finished", within = 0 }
    end)

    it("while the first one is rung, the ringing stops and the second one is left in peace", function()
      ann:never_answers()
      local call = caller:dial(line)
      ann:rings()
      caller:hangs_up()
      expect(ann):is_free { within = 0 }
      expect(call.session):is_over { way = "finished", within = 1 }
      expect(ben.state):equals "idle"
    end)

    it("while the second one is rung, the ringing stops", function()
      ann:declines()
      ben:never_answers()
      local call = caller:dial(line)
      ben:rings()
      caller:hangs_up()
      expect(ben):is_free { within = 0 }
      expect(call):has_ended()
      expect(caller):did_not_hear "Nobody is free"
    end)

    it("during the announcement, the colleague is not kept", function()
      local call = caller:dial(line)
      ann:hears(announcement)
      caller:hangs_up()
      expect(call):has_ended()
      expect(ann):is_free()
      expect(call.session):is_over { way = "finished" }
    end)
  end)

  describe("when the colleague hangs up during the announcement", function()
    it("the caller stays, and the second one is tried", function()
      local call = caller:dial(line)
      ann:hears(announcement)
      ann:hangs_up()
      ben:hears(announcement)
      expect(caller):speaks_with(ben)
      expect(call):logged("did not take the call", { colleague = first, reason = "not_found" })
      expect(call):goes_on()
    end)

    it("the caller hears an apology when the second one does the same", function()
      local call = caller:dial(line)
      ann:hears(announcement)
      ann:hangs_up()
      ben:hears(announcement)
      ben:hangs_up()
      caller:hears("Nobody is free at the moment. Please call later.", { whole = true })
      expect(call):has_ended { how = "application_hung_up" }
    end)
  end)

  it("brings two callers to two colleagues", { exact = true }, function()
    local other = phone "+14255550101"
    caller:dial(line)
    other:dial(line)
    expect(caller):speaks_with(ann)
    expect(other):speaks_with(ben)
  end)

  it("apologises to the third caller when both colleagues speak", { exact = true }, function()
    local others = { phone "+14255550101", phone "+14255550102" }
    others[1]:dial(line)
    others[2]:dial(line)
    expect(others[2]):is_in_call()
    advance(20)
    local call = caller:dial(line)
    caller:hears "Nobody is free"
    expect(call):has_ended { how = "application_hung_up" }
    expect(others[1]):speaks_with(ann)
    expect(others[2]):speaks_with(ben)
  end)
end)
