if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("visits", function()
  it("counts the calls of a month", function()
    store_has { ["visits/+14255550100"] = 2, winner = "+14255550166" }
    local caller = phone "+14255550100"
    caller:dial "+18005550116"
    caller:hears "This is your call number 3 this month."
    expect(stored "visits/+14255550100"):equals(3)
  end)

  it("has one winner a day", function()
    local first, second = phone "+14255550100", phone "+14255550101"
    first:dial "+18005550116"
    first:hears "You are the first caller today."
    local call = second:dial "+18005550116"
    expect(call):has_ended()
    expect(second):did_not_hear "You are the first"
    advance(86400)
    second:dial "+18005550116"
    second:hears "You are the first caller today."
  end)

  it("counts once, killed between the count and its answer", function()
    crash { at = "kept", nth = 2 }
    local caller = phone "+14255550100"
    caller:dial "+18005550116"
    caller:hears("This is your call number 1 this month.", { within = 60 })
    expect(stored "visits/+14255550100"):equals(1)
  end)
end)

describe("gate", function()
  local visitor, host
  before_each(function()
    visitor, host = phone "+14255550100", phone "+14255550123"
  end)

  it("opens when the host presses the key", function()
    local call = visitor:dial "+18005550117"
    visitor:hears "music.wav"
    host:hears "+14255550100 is at the gate."
    host:presses "1"
    visitor:hears "Please come in."
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("stays shut when the host declines", function()
    host:declines()
    visitor:dial "+18005550117"
    visitor:hears "Nobody can let you in."
  end)

  it("outlives a kill while the host is rung", function()
    host:answers { after = 20 }
    visitor:dial "+18005550117"
    host:rings()
    crash { down = 5 }
    host:presses "1"
    visitor:hears("Please come in.", { within = 60 })
  end)
end)

describe("hold", function()
  it("begins anew each hour", { exact = true }, function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550118"
    caller:hears "Please hold the line."
    advance(2.1 * 3600)
    expect(call):logged("holding", { round = 3 })
    caller:hears("Please hold the line.", { within = 90 })
    caller:hangs_up()
    expect(call.session):is_over { way = "finished" }
  end)
end)
