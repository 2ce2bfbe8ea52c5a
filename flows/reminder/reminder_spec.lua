local number = "+14255550123"
local question = "Press 1 to confirm, or 2 to cancel it."

describe("reminder", function()
  local patient
  before_each(function() patient = phone(number) end)

  local function remind(params)
    params = params or {}
    params.to = params.to or number
    return launch("reminder", params)
  end

  it("reads the appointment and takes a confirmation", function()
    local session = remind { at = "at nine" }
    patient:hears("This is Contoso Clinic. Your appointment is at nine. " .. question)
    patient:presses "1"
    patient:hears("Thank you. Your appointment is confirmed.", { whole = true })
    expect(patient):has_ended { how = "application_hung_up" }
    expect(session):logged("reminded", { to = number, answer = "confirmed" })
    expect(session):is_over { way = "finished" }
  end)

  it("takes a cancellation", function()
    local session = remind { at = "at nine" }
    patient:presses "2"
    patient:hears("Thank you. Your appointment is cancelled.", { whole = true })
    expect(patient):has_ended { how = "application_hung_up" }
    expect(session):logged("reminded", { to = number, answer = "cancelled" })
  end)

  it("speaks of tomorrow when no time is given", function()
    remind()
    patient:hears "Your appointment is tomorrow."
  end)

  it("shows the clinic's name and number", function()
    local session = remind()
    expect(session):sent("create_call", {
      targets = { number }, caller_id = "+18005550199", sourceDisplayName = "Contoso Clinic",
    })
  end)

  it("ends the call for everyone after the thank-you", function()
    remind()
    patient:presses "1"
    expect(patient):has_ended()
    expect(patient):has_timeline { "Thank you.", "play_completed", "the application ended the call for everyone" }
  end)

  it("takes a key while the question is asked", function()
    local session = remind()
    patient:hears(question)
    patient:presses "1"
    expect(session):logged("reminded", { answer = "confirmed" }, { within = 0.1 })
  end)

  it("takes a key in the last moment of silence", function()
    local session = remind { at = "x" }
    patient:hears "This is Contoso Clinic."
    advance(0.06 * #("This is Contoso Clinic. Your appointment is x. " .. question) + 4.9)
    patient:presses "1"
    expect(session):logged("reminded", { answer = "confirmed" })
    expect(session):sent("recognize", {}, { times = 1 })
  end)

  describe("asks again", function()
    it("when no key was pressed", function()
      remind()
      patient:stays_silent()
      patient:hears "We did not hear a key."
      patient:hears(question)
      patient:presses "1"
      patient:hears "Your appointment is confirmed."
    end)

    for _, key in ipairs { "0", "3", "9", "#", "*" } do
      it("when another key was pressed: " .. key, function()
        remind()
        patient:presses(key)
        patient:hears "Please press 1 or 2."
        patient:hears(question)
        patient:presses "2"
        patient:hears "Your appointment is cancelled."
      end)
    end

    it("when somebody speaks, which is no key", function()
      remind()
      patient:says "yes"
      patient:stays_silent()
      patient:hears "We did not hear a key."
    end)

    it("and takes the key of the last try", { exact = true }, function()
      local session = remind()
      patient:stays_silent()
      patient:presses "5"
      patient:presses "1"
      patient:hears "Your appointment is confirmed."
      expect(session):sent("recognize", {}, { times = 3 })
    end)
  end)

  describe("gives up", function()
    it("after three silent tries", function()
      local session = remind()
      for _ = 1, 3 do patient:stays_silent() end
      patient:hears("We will call again.", { whole = true })
      expect(patient):has_ended { how = "application_hung_up" }
      expect(session):logged("reminded", { to = number, answer = "none" })
      expect(session):sent("play", { text = "We did not hear a key." }, { times = 2 })
    end)

    it("after three other keys", function()
      local session = remind()
      for _ = 1, 3 do patient:presses "7" end
      patient:hears("We will call again.", { whole = true })
      expect(session):logged("reminded", { answer = "none" })
      expect(session):sent("play", { text = "Please press 1 or 2." }, { times = 2 })
      expect(patient):did_not_hear "Thank you."
    end)
  end)

  describe("logs who was not reached", function()
    for _, case in ipairs {
      { "busy", "busy" }, { "declines", "declined" }, { "never_answers", "no_answer" },
      { "unreachable", "not_found" }, { "invalid_number", "not_found" },
    } do
      local reaction, reason = case[1], case[2]
      it("because the phone does this: " .. reaction, function()
        patient[reaction](patient)
        local session = remind()
        expect(session):logged("not reached", { to = number, reason = reason }, { within = 40 })
        expect(session):is_over { way = "finished", within = 1 }
        expect(session):did_not_log "reminded"
        expect(patient):is_free { within = 0 }
      end)
    end

    it("because the ringing phone is put down", function()
      patient:never_answers()
      local session = remind()
      patient:rings()
      patient:hangs_up()
      expect(session):logged("not reached", { reason = "declined" })
    end)

    it("because somebody speaks already", function()
      patient:dial "+18005550199"
      local session = remind()
      expect(session):logged("not reached", { reason = "busy" })
    end)

    it("as a warning", { exact = true }, function()
      patient:busy()
      local session = remind()
      expect(session):logged "not reached"
      local found
      for _, entry in ipairs(logs()) do
        if entry.message == "not reached" then found = entry.level end
      end
      expect(found):equals "warning"
    end)
  end)

  it("speaks with somebody who picks up after a long while", function()
    patient:answers { after = 29 }
    remind()
    patient:hears(question)
  end)

  it("reminds a user of the service", function()
    local ada = phone "8:acs:contoso_ada"
    local session = remind { to = "8:acs:contoso_ada" }
    ada:presses "1"
    ada:hears "Your appointment is confirmed."
    expect(session):logged("reminded", { to = "8:acs:contoso_ada", answer = "confirmed" })
  end)

  describe("ends quietly when the patient hangs up", function()
    local session
    before_each(function() session = remind() end)

    local function ends_quietly()
      patient:hangs_up()
      expect(patient):has_ended { how = "callee_hung_up" }
      expect(session):is_over { way = "finished", within = 5 }
    end

    it("during the question", function()
      patient:hears(question)
      ends_quietly()
      expect(session):did_not_log("reminded", { answer = "confirmed" })
    end)

    it("while the question is repeated", function()
      patient:stays_silent()
      patient:hears "We did not hear a key."
      patient:hears(question)
      ends_quietly()
    end)

    it("while it is told of a wrong key", function()
      patient:presses "5"
      patient:hears "Please press 1 or 2."
      ends_quietly()
    end)

    it("during the thank-you, which is logged before", function()
      patient:presses "1"
      patient:hears "Thank you."
      ends_quietly()
      expect(session):logged("reminded", { answer = "confirmed" })
    end)

    it("during the last words", function()
      for _ = 1, 3 do patient:stays_silent() end
      patient:hears "We will call again."
      ends_quietly()
      expect(session):logged("reminded", { answer = "none" })
    end)
  end)

  describe("fails", function()
    it("when nobody is named", { allows_errors = true }, function()
      local session = launch "reminder"
      expect(session):is_over { way = "failed" }
      expect(session):did_not_send "create_call"
    end)

    for _, wrong in ipairs { "5550123", "0123", "somebody", "" } do
      it("for what is no number: '" .. wrong .. "'", { allows_errors = true }, function()
        local session = launch("reminder", { to = wrong })
        expect(session):is_over { way = "failed" }
        expect(#calls()):equals(0)
      end)
    end
  end)

  describe("as a campaign", function()
    local second, third
    before_each(function()
      second, third = phone "+14255550124", phone "+14255550125"
    end)

    it("calls two at a time, and the third when a line is free", function()
      for _, to in ipairs { number, second.number, third.number } do remind { to = to } end
      patient:hears(question)
      second:hears(question)
      expect(third.state):equals "idle"
      patient:presses "1"
      expect(patient):is_free()
      third:hears(question)
      expect(second.state):equals "in_call"
    end)

    it("keeps the answers apart", function()
      local sessions = { remind(), remind { to = second.number } }
      patient:hears(question)
      second:hears(question)
      second:presses "2"
      patient:presses "1"
      expect(sessions[1]):logged("reminded", { to = number, answer = "confirmed" })
      expect(sessions[2]):logged("reminded", { to = second.number, answer = "cancelled" })
    end)

    it("frees the line of somebody who is not reached", function()
      patient:never_answers()
      second:declines()
      for _, to in ipairs { number, second.number, third.number } do remind { to = to } end
      third:hears(question)
      expect(patient.state):equals "ringing"
    end)

    it("gives up a call for which no line gets free in forty seconds", { exact = true }, function()
      for _, other in ipairs { patient, second } do other:answers { after = 29 } end
      remind()
      remind { to = second.number }
      local session = remind { to = third.number }
      advance(39.9)
      expect(session):did_not_log "not reached"
      expect(session):logged("not reached", { to = third.number, reason = "timeout" }, { within = 0.2 })
      expect(third.state):equals "idle"
    end)

    it("reminds nobody twice under one key", function()
      local first = launch("reminder", { to = number }, { key = "tuesday" })
      patient:presses "1"
      expect(first):is_over { way = "finished" }
      local again = launch("reminder", { to = number }, { key = "tuesday" })
      expect(again.id):equals(first.id)
      advance(60)
      expect(#calls()):equals(1)
    end)

    it("calls the same number again without a key", function()
      remind()
      patient:presses "1"
      expect(patient):is_free()
      remind()
      patient:hears(question)
      expect(#calls()):equals(2)
    end)
  end)
end)
