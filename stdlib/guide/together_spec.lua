if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("together", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("greets by name", function()
    http_answers { url = "https://crm.example.com/people", reply = { json = { name = "Ada" } } }
    caller:dial "+18005550111"
    caller:hears "Welcome to Contoso."
    caller:hears "Hello Ada."
  end)

  it("asks while the welcome is heard", { exact = true }, function()
    http_answers { url = "https://crm.example.com/people", reply = { json = { name = "Ada" } } }
    local call = caller:dial "+18005550111"
    caller:hears "Welcome to Contoso."
    expect(call):sent("http", {}, { within = 0.1 })
  end)

  it("greets without a CRM", function()
    http_answers { url = "https://crm.example.com/people", fault = "refused" }
    caller:dial "+18005550111"
    caller:hears "We have not met before."
  end)
end)

describe("first_of", function()
  local caller, desk, call
  before_each(function()
    caller, desk = phone "+14255550100", phone "+14255550123"
    desk:answers { after = 5 }
    call = caller:dial "+18005550112"
    caller:hears "To stop, press the hash key."
  end)

  it("leaves the two alone", function()
    expect(caller):speaks_with(desk)
    expect(call):has_timeline { "the application left" }
    expect(call):goes_on(10)
  end)

  it("takes the invitation back when the caller presses the key", function()
    desk:rings()
    caller:presses "#"
    caller:hears "Please call again."
    expect(call):sent "cancel_add_participant"
    expect(desk):is_free()
    expect(call):logged("nobody joined", { stopped = true })
  end)

  it("tells that nobody came", function()
    desk:declines()
    caller:hears "Please call again."
    expect(call):logged("nobody joined", { stopped = false, reason = "declined" })
  end)
end)

describe("limits", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550113"
    caller:hears "Your ticket number, please."
  end)

  it("takes a number in time", function()
    caller:presses "4711"
    expect(call):logged("a ticket", { number = "4711" })
    expect(call):never_logs "still here"
  end)

  it("ends the second try after thirty seconds in all", { exact = true }, function()
    advance(29.5)
    expect(call):did_not_log "a ticket"
    expect(call):logged("a ticket", { reason = "timeout" }, { within = 0.5 })
  end)
end)
