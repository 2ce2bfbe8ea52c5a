local line = "+18005550199"
local sales, support = "+14255550123", "+14255550124"
local question = "Welcome to Contoso. For sales press 1, for support press 2."

describe("reception", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial(line)
  end)

  describe("puts a caller through", function()
    it("to sales", function()
      caller:hears(question)
      caller:presses "1"
      caller:hears "One moment, please."
      expect(call):sent("transfer", { target = sales })
      expect(call):has_ended { how = "transferred" }
      expect(call):has_timeline { "+14255550100 now speaks with +14255550123" }
    end)

    it("to support", function()
      caller:hears(question)
      caller:presses "2"
      caller:hears "One moment, please."
      expect(call):sent("transfer", { target = support })
      expect(call):has_ended { how = "transferred" }
      expect(call):has_timeline { "+14255550100 now speaks with +14255550124" }
    end)

    it("who presses before the question has been asked to its end", function()
      caller:hears(question)
      caller:presses "1"
      caller:hears("One moment", { within = 0.1 })
    end)

    it("who presses in the last moment of silence", function()
      caller:hears(question)
      advance(0.06 * #question + 4.9)
      caller:presses "2"
      expect(call):sent("transfer", { target = support })
      expect(call):sent("recognize", {}, { times = 1 })
    end)

    it("by the first of several keys", function()
      caller:presses "21"
      expect(call):sent("transfer", { target = support })
    end)

    it("and says nothing more", function()
      caller:presses "1"
      expect(call):has_ended { how = "transferred" }
      advance(60)
      expect(caller):did_not_hear "Goodbye."
      expect(call):did_not_send "hang_up"
      expect(call.session):is_over { way = "finished" }
    end)

    it("who is a user of the service not at all, since a phone cannot be given to one", { allows_errors = true },
      function()
        local ada = phone "8:acs:contoso_ada"
        local second = ada:dial(line)
        ada:presses "1"
        ada:hears "Sorry, something went wrong. Please call again."
        expect(second):has_ended { how = "application_hung_up" }
        expect(second.session):is_over { way = "failed" }
        expect(second.session.report):contains "rule voip-to-phone"
      end)
  end)

  describe("asks again", function()
    it("when nothing was pressed", function()
      caller:stays_silent()
      caller:hears "I did not hear anything."
      caller:hears(question)
      caller:presses "2"
      expect(call):sent("transfer", { target = support })
    end)

    for _, key in ipairs { "0", "3", "9", "*", "#" } do
      it("when another key was pressed: " .. key, function()
        caller:presses(key)
        caller:hears "That is not on the menu."
        caller:hears(question)
        caller:presses "1"
        expect(call):sent("transfer", { target = sales })
      end)
    end

    it("when somebody says what they want", function()
      caller:says "sales, please"
      caller:stays_silent()
      caller:hears "I did not hear anything."
    end)

    it("and takes the key of the last try", function()
      caller:presses "9"
      caller:stays_silent()
      caller:presses "1"
      expect(call):sent("transfer", { target = sales })
      expect(call):sent("recognize", {}, { times = 3 })
    end)
  end)

  describe("says goodbye", function()
    it("to a caller who stays silent three times", function()
      for _ = 1, 3 do caller:stays_silent() end
      caller:hears("Goodbye.", { whole = true })
      expect(call):has_ended { how = "application_hung_up" }
      expect(call):sent("recognize", {}, { times = 3 })
      expect(call):sent("play", { text = "I did not hear anything." }, { times = 2 })
      expect(call):did_not_send "transfer"
    end)

    it("to a caller who presses another key three times", function()
      for _ = 1, 3 do caller:presses "5" end
      caller:hears("Goodbye.", { whole = true })
      expect(call):has_ended { how = "application_hung_up" }
      expect(call):sent("play", { text = "That is not on the menu." }, { times = 2 })
      expect(caller):did_not_hear "One moment"
    end)

    it("for everyone", function()
      for _ = 1, 3 do caller:presses "5" end
      expect(call):has_ended()
      expect(call):has_timeline { "Goodbye.", "play_completed", "the application ended the call for everyone" }
    end)
  end)

  describe("apologises when the desk does not take the call", function()
    for _, case in ipairs {
      { "busy", "busy" }, { "declines", "declined" }, { "never_answers", "no_answer" },
      { "unreachable", "not_found" }, { "invalid_number", "not_found" },
    } do
      local reaction, reason = case[1], case[2]
      it("because sales does this: " .. reaction, function()
        local desk = phone(sales)
        desk[reaction](desk)
        caller:presses "1"
        caller:hears("Nobody is free at the moment. Please call later.", { within = 40 })
        caller:hears("Goodbye.", { whole = true })
        expect(call):has_ended { how = "application_hung_up" }
        expect(call):logged("nobody took the call", { desk = "sales", reason = reason })
        expect(desk):is_free { within = 0 }
      end)
    end

    it("and names the desk that was asked for", function()
      phone(support):busy()
      caller:presses "2"
      expect(call):logged("nobody took the call", { desk = "support", reason = "busy" })
    end)

    it("and does not try the other desk", function()
      phone(sales):busy()
      caller:presses "1"
      caller:hears "Goodbye."
      expect(call):sent("transfer", {}, { times = 1 })
      expect(phone(support).state):equals "idle"
    end)

    it("and puts the next caller through", function()
      phone(sales):busy()
      caller:presses "1"
      expect(call):has_ended { how = "application_hung_up" }
      phone(sales):answers()
      local again = caller:dial(line)
      caller:presses "1"
      expect(again):has_ended { how = "transferred" }
    end)
  end)

  describe("when the caller hangs up", function()
    local function ends_quietly()
      caller:hangs_up()
      expect(call.session):is_over { way = "finished", within = 5 }
      expect(call.outcome):equals "caller_hung_up"
    end

    it("before the answer, nothing happens", function()
      caller:hangs_up()
      expect(call):has_ended { how = "cancelled" }
      advance(60)
      expect(call):did_not_send "recognize"
    end)

    it("during the question, it ends quietly", function()
      caller:hears(question)
      ends_quietly()
      expect(call):did_not_send "transfer"
    end)

    it("in the silence after the question, it ends quietly", function()
      caller:hears(question)
      advance(0.06 * #question + 1)
      ends_quietly()
    end)

    it("during a remark about the key, it ends quietly", function()
      caller:presses "7"
      caller:hears "That is not on the menu."
      ends_quietly()
    end)

    it("while it is asked for a moment, nobody is rung", function()
      local desk = phone(sales)
      caller:presses "1"
      caller:hears "One moment"
      ends_quietly()
      expect(desk.state):equals "idle"
    end)

    it("while the desk is rung, the ringing stops", function()
      local desk = phone(sales)
      desk:never_answers()
      caller:presses "1"
      desk:rings()
      ends_quietly()
      expect(desk):is_free { within = 0 }
    end)

    it("during the apology, it ends quietly", function()
      phone(sales):busy()
      caller:presses "1"
      caller:hears "Nobody is free"
      ends_quietly()
    end)

    it("during the goodbye, it ends quietly", function()
      for _ = 1, 3 do caller:presses "5" end
      caller:hears "Goodbye."
      ends_quietly()
    end)
  end)

  describe("logs that the call is over", function()
    it("when the caller hangs up", function()
      caller:hears(question)
      caller:hangs_up()
      expect(call):logged("the call is over", { from = caller })
    end)

    it("when the flow hangs up", function()
      for _ = 1, 3 do caller:presses "5" end
      expect(call):logged("the call is over", { from = caller })
    end)

    it("when a desk has it", function()
      caller:presses "1"
      expect(call):logged("the call is over", { from = caller })
    end)

    it("but not before", function()
      caller:presses "1"
      caller:hears "One moment"
      expect(call):did_not_log "the call is over"
    end)
  end)

  it("speaks American English with Ava's voice", function()
    caller:presses "1"
    caller:hears "One moment"
    local spoken = { text = { voiceName = "en-US-AvaNeural", sourceLocale = "en-US" } }
    expect(call):sent("recognize", { playPrompt = spoken })
    expect(call):sent("play", { playSources = { spoken } })
  end)

  it("serves ten callers at once, each their own desk", function()
    local others = {}
    for index = 0, 9 do
      local other = phone("+1425555013" .. index)
      others[index] = { phone = other, call = other:dial(line) }
    end
    for index = 0, 9 do others[index].phone:presses(index % 2 == 0 and "1" or "9") end
    for index = 0, 9 do
      others[index].phone:hears(index % 2 == 0 and "One moment" or "That is not on the menu.")
    end
    expect(#sessions()):equals(11)
  end)

  it("rings on for a number that no flow serves", function()
    local other = phone "+14255550101"
    local unserved = other:dial "+18005550100"
    expect(unserved):goes_on(29)
    expect(unserved):has_ended { how = "not_answered", within = 2 }
    expect(unserved.session):is_nil()
  end)
end)
