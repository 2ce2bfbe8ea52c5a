if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("remind", function()
  local patient
  before_each(function() patient = phone "+14255550123" end)

  it("takes a confirmation", function()
    local session = launch("remind", { to = "+14255550123", at = "at nine" })
    patient:hears "Your appointment is at nine."
    patient:presses "1"
    patient:hears "Thank you."
    expect(session):logged("reminded", { to = "+14255550123", outcome = "confirmed" })
    expect(session):is_over { way = "finished" }
  end)

  it("tells who said nothing", function()
    local session = launch("remind", { to = "+14255550123" })
    for _ = 1, 3 do patient:stays_silent() end
    expect(session):logged("reminded", { outcome = "no_input" })
  end)

  it("tells why somebody was not reached", function()
    patient:declines()
    local session = launch("remind", { to = "+14255550123" })
    expect(session):logged("reminded", { outcome = "declined" })
  end)
end)

describe("campaign", function()
  local params = { name = "monday", at = "at nine", numbers = { "+14255550123", "+14255550124", "+14255550125" } }

  it("calls everybody once, two at a time", { exact = true }, function()
    local people = {}
    for _, number in ipairs(params.numbers) do table.insert(people, phone(number)) end
    local session = launch("campaign", params)
    expect(session):logged("launched", { count = 3 })
    people[1]:hears "Your appointment is at nine."
    expect(people[3].state):equals "idle"
    people[1]:presses "1"
    people[3]:hears "Your appointment is at nine."
  end)

  it("launched twice by mistake calls nobody twice", function()
    for _, number in ipairs(params.numbers) do phone(number):busy() end
    for _ = 1, 2 do expect(launch("campaign", params)):logged "launched" end
    advance(60)
    expect(#sessions()):equals(5)
  end)

  it("goes on after a kill in the middle", function()
    for _, number in ipairs(params.numbers) do phone(number):busy() end
    crash { at = "kept", nth = 2, down = 10 }
    local session = launch("campaign", params)
    expect(session):logged("launched", { count = 3 }, { within = 60 })
    advance(60)
    expect(#sessions()):equals(4)
  end)
end)

describe("mornings", function()
  it("reminds on weekdays", { at = "2026-03-06T07:00:00Z", exact = true }, function()
    phone("+14255550123"):busy()
    launch "mornings"
    advance(3 * 86400 + 7200)
    local reminders = 0
    for _, one in ipairs(sessions()) do reminders = reminders + (one.flow == "remind" and 1 or 0) end
    expect(reminders):equals(2)
    expect(sessions()[2]):logged("reminded", { to = "+14255550123", outcome = "busy" })
  end)

  it("begins anew after a hundred turns, where it was", { at = "2026-03-06T07:00:00Z", exact = true }, function()
    phone("+14255550123"):busy()
    launch "mornings"
    advance(150 * 86400)
    local reminders = 0
    for _, one in ipairs(sessions()) do reminders = reminders + (one.flow == "remind" and 1 or 0) end
    expect(reminders):is_above(105)
    expect(reminders):is_below(109)
  end)
end)

describe("callbacks", function()
  it("calls back when the office is open", { at = "2026-03-06T22:30:00Z", exact = true }, function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550115"
    caller:presses "1"
    caller:hears "We will call you at 1 4 2 5 5 5 5 0 1 0 0."
    caller:presses "1"
    caller:hears "We will call you back."
    expect(call):has_ended()
    advance(2 * 86400 + 14 * 3600)
    expect(caller.state):equals "idle"
    caller:hears("You asked us to call back about your order.", { within = 3600 })
  end)

  it("promises nothing to who does not ask", function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550115"
    caller:presses "2"
    caller:hears "Goodbye."
    expect(call):has_ended()
    expect(#sessions()):equals(1)
  end)
end)
