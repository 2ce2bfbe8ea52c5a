local line, number = "+18005550166", "+14255550141"
local question = "Please enter your account number, and then the hash key."
local apology = "Nobody is free at the moment. Please call later."

describe("handover", function()
  local caller, desk, call
  before_each(function()
    caller, desk = phone "+14255550100", phone(number)
    call = caller:dial(line)
  end)

  --- The account travelled with the transfer, in all three forms.
  local function carries(account)
    expect(call):sent("transfer", {
      target = desk,
      custom_context = {
        sipHeaders = { ["User-To-User"] = "account=" .. account, ["X-MS-Custom-Account"] = account },
        voip_headers = { account = account, language = "en" },
      },
    })
  end

  it("asks for the account and puts the caller through with it", function()
    caller:hears(question)
    caller:presses "12345#"
    caller:hears "You are being connected."
    carries "12345"
    expect(call):has_ended { how = "transferred" }
    expect(call):has_timeline { "transfer_started", "+14255550100 now speaks with +14255550141" }
    expect(call.session):is_over { way = "finished" }
  end)

  describe("takes as the account", function()
    it("keys that are pressed while the question is still asked", function()
      caller:hears(question)
      caller:presses "77#"
      carries "77"
    end)

    it("keys that are pressed long after the question", function()
      caller:hears(question)
      advance(10)
      caller:presses "4711#"
      carries "4711"
    end)

    it("keys with pauses of less than two seconds", function()
      for key in ("987"):gmatch "." do
        caller:presses(key)
        advance(1.9)
      end
      caller:presses "#"
      carries "987"
    end)

    it("eight keys without a hash key", function()
      caller:presses "12345678"
      carries "12345678"
    end)

    it("the first eight of more keys", function()
      caller:presses "1234567890"
      carries "12345678"
    end)

    it("keys before the first of two hash keys", function()
      caller:presses "12##"
      carries "12"
    end)

    it("stars as well as digits", function()
      caller:presses "*1*#"
      carries "*1*"
    end)

    it("leading zeros", function()
      caller:presses "007#"
      carries "007"
    end)

    it("one key", function()
      caller:presses "5#"
      carries "5"
    end)
  end)

  it("sends nothing but the hash key on as an empty account", function()
    caller:presses "#"
    expect(call):sent("transfer", { custom_context = { voip_headers = { account = "", language = "en" } } })
  end)

  describe("does not know the account", function()
    it("of a caller who stays silent for ten seconds", function()
      caller:hears(question)
      caller:stays_silent()
      carries "unknown"
      expect(call):has_ended { how = "transferred" }
    end)

    it("of a caller who stops in the middle", function()
      caller:presses "123"
      caller:stays_silent()
      carries "unknown"
    end)

    it("of a caller who presses the hash key too late", function()
      caller:presses "123"
      advance(2.1)
      caller:presses("#", { at_once = true })
      carries "unknown"
    end)

    it("of a caller who says it", function()
      caller:says "one two three"
      caller:stays_silent()
      carries "unknown"
    end)
  end)

  it("waits ten seconds for the first key, and not longer", function()
    caller:hears(question)
    advance(0.06 * #question + 9.9)
    expect(call):did_not_send "play"
    caller:hears("You are being connected.", { within = 0.2 })
  end)

  it("does not listen while it says that it connects", function()
    caller:presses "1#"
    caller:hears "You are being connected."
    caller:presses("99#", { at_once = true })
    carries "1"
  end)

  it("lets the sentence end before it rings the desk", function()
    caller:presses "1#"
    desk:rings()
    expect(call):has_timeline { "You are being connected.", "play_completed", "transfer_started" }
  end)

  describe("apologises when the desk", function()
    for _, case in ipairs {
      { "busy", "busy" }, { "declines", "declined" }, { "never_answers", "no_answer" },
      { "unreachable", "not_found" }, { "invalid_number", "not_found" },
    } do
      local reaction, reason = case[1], case[2]
      it("does this: " .. reaction, function()
        desk[reaction](desk)
        caller:presses "12345#"
        caller:hears(apology, { whole = true, within = 40 })
        expect(call):logged("nobody took the call", { account = "12345", reason = reason })
        expect(call):has_ended { how = "application_hung_up" }
        expect(call):has_timeline { "transfer_failed", "the application ended the call for everyone" }
        expect(desk):is_free { within = 0 }
      end)
    end

    it("puts the ringing phone down", function()
      desk:never_answers()
      caller:presses "1#"
      desk:rings()
      desk:hangs_up()
      caller:hears(apology)
      expect(call):logged("nobody took the call", { reason = "declined" })
    end)

    it("speaks with somebody else", function()
      desk:dial "+18005550199"
      caller:presses "1#"
      caller:hears(apology)
      expect(call):logged("nobody took the call", { reason = "busy" })
    end)

    it("does not come for a caller without an account", function()
      desk:declines()
      caller:stays_silent()
      caller:hears(apology)
      expect(call):logged("nobody took the call", { account = "unknown", reason = "declined" })
    end)
  end)

  it("says nothing any more once the desk has the call", function()
    caller:presses "1#"
    expect(call):has_ended { how = "transferred" }
    advance(60)
    expect(caller):did_not_hear "Nobody is free"
    expect(call):did_not_send "hang_up"
    expect(call):did_not_log "nobody took the call"
  end)

  describe("ends quietly when the caller hangs up", function()
    local function ends_quietly()
      caller:hangs_up()
      expect(call.session):is_over { way = "finished", within = 5 }
      expect(call.outcome):equals "caller_hung_up"
      expect(desk):is_free { within = 0 }
    end

    it("during the question", function()
      caller:hears(question)
      ends_quietly()
      expect(desk):did_not_hear "You are being connected."
    end)

    it("between two keys", function()
      caller:presses "12"
      ends_quietly()
    end)

    it("while it is told to be connected", function()
      caller:presses "1#"
      caller:hears "You are being connected."
      ends_quietly()
    end)

    it("while the desk is rung", function()
      desk:never_answers()
      caller:presses "1#"
      desk:rings()
      ends_quietly()
    end)

    it("during the apology", function()
      desk:busy()
      caller:presses "1#"
      caller:hears(apology)
      ends_quietly()
    end)
  end)

  it("keeps the accounts of two callers apart", { exact = true }, function()
    local other = phone "+14255550101"
    local second = other:dial(line)
    caller:presses "1"
    other:presses "2"
    caller:presses "1#"
    other:presses "2#"
    carries "11"
    expect(second):sent("transfer", { custom_context = { voip_headers = { account = "22", language = "en" } } })
  end)

  it("refuses to send a user of the service on to a phone", { allows_errors = true }, function()
    local ada = phone "8:acs:contoso_ada"
    local second = ada:dial(line)
    ada:presses "1#"
    ada:hears "You are being connected."
    expect(second):has_ended()
    expect(second):did_not_send "transfer"
    expect(second.session):is_over { way = "failed" }
    expect(second.session.report):contains "rule voip-to-phone"
  end)
end)
