if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("words", function()
  it("says what its comments say", function()
    local session = launch "words"
    expect(session):logged("spoken", {
      sum = "twelve dollars and fifty cents", day = "vinte e sete de novembro de dois mil e vinte e seis",
      time = "las tres y treinta de la tarde", wait = "one hour and two minutes", code = "A one two, three four five",
      desks = "sales or support",
    })
  end)
end)

describe("numbers", function()
  it("says what its comments say", function()
    local session = launch("numbers", { number = "(425) 555-0123" })
    expect(session):logged("number", {
      country = "US", written = "(425) 555-0123", spoken = "four two five, five five five, zero one two three",
    })
  end)

  it("tells why it is none", function()
    local session = launch("numbers", { number = "call me" })
    expect(session):logged("no number", { reason = "not_a_number" })
  end)
end)

describe("clocks", function()
  it("says what its comments say", function()
    local session = launch("clocks", { time = 1772953200 })
    expect(session):logged("clocks", { hour = 3, min = 0, zone = "EDT" })
    expect(session):logged("time", { time = 1772955000, word = "gap" })
  end)
end)

describe("office", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("transfers while it is open", { at = "2026-03-02T15:00:00Z" }, function()
    local call = caller:dial "+18005550119"
    expect(call):has_ended { how = "transferred" }
  end)

  it("names the holiday", { at = "2026-07-03T15:00:00Z" }, function()
    caller:dial "+18005550119"
    caller:hears "We are closed on Independence Day. We open at 9 o'clock."
  end)

  it("tells when it opens", { at = "2026-03-02T17:30:00Z" }, function()
    caller:dial "+18005550119"
    caller:hears "We are closed. We open at 13 o'clock."
  end)
end)
