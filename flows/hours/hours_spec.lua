-- The office is five hours behind UTC: it opens at 14:00 UTC and closes at 22:00 UTC.
local line = "+18005550155"
local message = "The office is open from nine to five, Monday to Friday. Please call again."

describe("hours", function()
  local caller, desk
  before_each(function()
    caller, desk = phone "+14255550100", phone "+14255550151"
  end)

  local function is_sent_on()
    local call = caller:dial(line)
    expect(call):has_ended { how = "redirected" }
    expect(call):sent("redirect", { target = desk })
    expect(call):did_not_send "answer"
  end

  local function is_told_the_hours()
    local call = caller:dial(line)
    caller:hears(message)
    expect(call):did_not_send "redirect"
    expect(call):has_ended { how = "application_hung_up" }
  end

  describe("sends a call on to the desk", function()
    for _, case in ipairs {
      { "on Monday when the office opens", "2026-03-02T14:00:00Z" },
      { "on Monday in the last second", "2026-03-02T21:59:59Z" },
      { "on Tuesday at noon", "2026-03-03T17:00:00Z" },
      { "on Wednesday morning", "2026-03-04T14:30:00Z" },
      { "on Thursday afternoon", "2026-03-05T20:15:00Z" },
      { "on Friday in the last second", "2026-03-06T21:59:59Z" },
      { "on a leap day", "2028-02-29T15:00:00Z" },
      { "on the last day of the year", "2026-12-31T21:00:00Z" },
      { "on New Year's Day, which is no holiday here", "2027-01-01T15:00:00Z" },
      { "when the hour is given with an offset", "2026-03-02T09:00:00-05:00" },
    } do
      it(case[1], { at = case[2] }, is_sent_on)
    end

    it("when it begins at the usual time of a spec, a Monday afternoon", is_sent_on)
  end)

  it("tells the hours to a caller whom the service will not send on", { exact = true }, function()
    faults { unauthorized = { chance = 1, only = { "RedirectCall" } } }
    local call = caller:dial(line)
    caller:hears(message)
    expect(call):logged("not redirected", { reason = "unauthorized" })
    expect(call):has_ended { how = "application_hung_up" }
  end)

  describe("tells the hours", function()
    for _, case in ipairs {
      { "on Monday a second before it opens", "2026-03-02T13:59:59Z" },
      { "on Monday when the office closes", "2026-03-02T22:00:00Z" },
      { "on Tuesday at midnight", "2026-03-03T05:00:00Z" },
      { "on Tuesday night, at nine in the morning in London", "2026-03-03T09:00:00Z" },
      { "on Friday when the office closes", "2026-03-06T22:00:00Z" },
      { "on Friday night, which is Saturday in London", "2026-03-07T01:00:00Z" },
      { "on Saturday at noon", "2026-03-07T17:00:00Z" },
      { "on Sunday at noon", "2026-03-08T17:00:00Z" },
      { "on Sunday night, which is Monday in London", "2026-03-09T03:00:00Z" },
      { "on Monday before dawn", "2026-03-09T10:00:00Z" },
    } do
      it(case[1], { at = case[2] }, is_told_the_hours)
    end
  end)

  describe("decides when the call arrives", function()
    it("not when the session of an earlier call began", { at = "2026-03-02T13:59:30Z" }, function()
      is_told_the_hours()
      advance(60)
      is_sent_on()
    end)

    it("and not when the caller dialled", { at = "2026-03-02T21:59:59Z" }, function()
      advance(0.998)
      is_told_the_hours()
    end)

    it("over a whole weekend", { at = "2026-03-06T21:59:00Z" }, function()
      is_sent_on()
      advance(60)
      is_told_the_hours()
      advance(2 * 86400 + 16 * 3600)
      is_sent_on()
    end)
  end)

  describe("within hours", function()
    it("connects the caller with the desk", function()
      local call = caller:dial(line)
      expect(desk:rings()):equals(call)
      desk:picks_up()
      expect(call):has_timeline { "redirected", "ringing", "+14255550100 now speaks with +14255550151" }
      expect(call):has_ended { how = "redirected" }
    end)

    for _, reaction in ipairs { "busy", "declines", "never_answers", "unreachable", "invalid_number" } do
      it("leaves the caller to the carrier when the desk's phone does this: " .. reaction, function()
        desk[reaction](desk)
        local call = caller:dial(line)
        expect(call):has_ended { how = "not_answered", within = 40 }
        expect(call):did_not_send "answer"
        expect(caller):did_not_hear "The office is open"
        expect(call.session):is_over { way = "finished" }
      end)
    end

    it("stops ringing the desk when the caller gives up", function()
      desk:never_answers()
      local call = caller:dial(line)
      desk:rings()
      caller:hangs_up()
      expect(call):has_ended()
      expect(desk):is_free { within = 0 }
    end)

    it("is over for the flow as soon as the call is sent on", function()
      desk:answers { after = 20 }
      local call = caller:dial(line)
      desk:rings()
      expect(call.session):is_over { way = "finished", within = 1 }
      expect(call):goes_on(15)
    end)

    it("has room for one caller at the desk at a time", { exact = true }, function()
      desk:answers { after = 5 }
      local second = phone "+14255550101"
      local first_call, second_call = caller:dial(line), second:dial(line)
      expect(second_call):has_ended { how = "not_answered" }
      expect(first_call):has_ended { how = "redirected" }
    end)

    it("refuses a user of the service, who cannot be sent on to a phone", { allows_errors = true }, function()
      local call = phone("8:acs:contoso_ada"):dial(line)
      expect(call):has_ended { how = "rejected" }
      expect(call.session):is_over { way = "failed" }
      expect(call.session.report):contains "rule voip-to-phone"
    end)

    it("ends quietly when the caller gives up before the call is sent on", function()
      local call = caller:dial(line)
      advance(0.004)
      caller:hangs_up()
      expect(call):has_ended { how = "cancelled" }
      expect(call.session):is_over { way = "finished", within = 1 }
      expect(call):did_not_send "answer"
      expect(desk.state):equals "idle"
    end)
  end)

  describe("out of hours", function()
    it("says everything before it hangs up", { at = "2026-03-07T17:00:00Z" }, function()
      local call = caller:dial(line)
      caller:hears(message, { whole = true })
      expect(call):has_ended()
      expect(call):has_timeline { "answered", "play_completed", "the application ended the call for everyone" }
    end)

    it("does not ring the desk", { at = "2026-03-07T17:00:00Z" }, function()
      local call = caller:dial(line)
      expect(call):has_ended()
      expect(desk.state):equals "idle"
      expect(call):has_timeline { "play_completed" }
    end)

    it("ends quietly when the caller hangs up during the message", { at = "2026-03-07T17:00:00Z" }, function()
      local call = caller:dial(line)
      caller:hears "The office is open"
      caller:hangs_up()
      expect(call):has_ended { how = "caller_hung_up" }
      expect(call.session):is_over { way = "finished" }
    end)

    it("serves several callers at once", { at = "2026-03-07T17:00:00Z" }, function()
      local others = {}
      for index = 1, 5 do others[index] = phone("+1425555011" .. index) end
      for _, other in ipairs(others) do other:dial(line) end
      for _, other in ipairs(others) do other:hears(message) end
      expect(#sessions()):equals(5)
    end)
  end)
end)
