if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("outcomes", function()
  local caller, desk
  before_each(function() caller, desk = phone "+14255550100", phone "+14255550123" end)

  it("gives the call away", function()
    local call = caller:dial "+18005550107"
    expect(call):has_ended { how = "transferred" }
    expect(call):never_sends "hang_up"
  end)

  it("tells who is not free", function()
    desk:busy()
    local call = caller:dial "+18005550107"
    caller:hears "Nobody is free."
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("says the same when nobody picks up", function()
    desk:never_answers()
    caller:dial "+18005550107"
    caller:hears("Nobody is free.", { within = 90 })
  end)

  it("logs what else stands in the way", function()
    desk:unreachable()
    local call = caller:dial "+18005550107"
    caller:hears "We cannot connect you now."
    expect(call):logged("not transferred", { reason = "not_found" })
  end)
end)

describe("endings", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550108"
    caller:hears "How was it"
  end)

  it("logs a rating", function()
    caller:presses "4"
    caller:hears "Thank you."
    expect(call):logged("over", { from = "+14255550100", rating = "4" })
  end)

  it("logs a caller who hangs up, and is no failure", function()
    caller:hangs_up()
    expect(call):logged("over", { rating = "none" })
    expect(call.session):is_over { way = "finished" }
  end)
end)

describe("failures", function()
  it("tells the price", function()
    local caller = phone "+14255550100"
    caller:dial "+18005550109"
    caller:presses "1"
    caller:hears "That is 25 dollars."
  end)

  it("leaves nobody in silence", { allows_errors = true }, function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550109"
    caller:presses "3"
    caller:hears "Something went wrong."
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):logged("a flow has failed", { line = 12 })
  end)

  it("hangs up when no key comes", function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550109"
    caller:stays_silent()
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)

describe("retries", function()
  local accounts = pattern "^https://crm.example.com/accounts"

  it("asks until there is an answer", function()
    http_answers { url = accounts, reply = { status = 200 } }
    http_answers { url = accounts, reply = { status = 503 }, times = 2 }
    local session = launch("retries", { id = "7" })
    expect(session):logged("asked the CRM", { status = 200 }, { within = 10 })
    expect(session):sent("http", {}, { times = 3 })
  end)

  it("gives up after the fourth time", function()
    http_answers { url = accounts, fault = "refused" }
    local session = launch("retries", { id = "7" })
    expect(session):logged("asked the CRM", { reason = "unreachable" }, { within = 30 })
  end)
end)
