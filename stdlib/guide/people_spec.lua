if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("colleague", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("leaves the two alone", function()
    local call = caller:dial "+18005550121"
    caller:hears "One moment, please."
    ann:hears "Press 1"
    ann:presses "1"
    expect(call):has_timeline { "the application left" }
    expect(caller):speaks_with(ann)
  end)

  it("says that nobody is free", function()
    ann:declines()
    phone("+14255550132"):busy()
    local call = caller:dial "+18005550121"
    caller:hears "Nobody is free at the moment."
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)

describe("support", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("puts a caller through to an agent who presses the key", function()
    local call = caller:dial "+18005550122"
    ann:hears "Press 1 to take the call."
    ann:presses "1"
    expect(caller):speaks_with(ann)
    expect(call):goes_on(30)
    caller:hangs_up()
    expect(call):has_ended()
    expect(ann):is_free()
  end)

  it("takes a message of one who would rather not wait", function()
    ann:never_answers()
    local call = caller:dial "+18005550122"
    caller:hears "music.wav"
    caller:presses "#"
    caller:hears "Leave a message"
    caller:presses "#"
    expect(call):logged("a message", { from = "+14255550100" })
  end)

  it("gives up after five minutes", function()
    store_has { ["std.queue/agent/4:+14255550131"] = "sales/1", ["std.queue/agent/4:+14255550132"] = "sales/2" }
    local call = caller:dial "+18005550122"
    caller:hears "You are number 1."
    advance(300)
    expect(call):sent("play", { text = "Nobody is free at the moment. Please call later." })
  end)
end)

describe("message", function()
  local caller, call
  before_each(function()
    http_answers { method = "POST", url = "https://inbox.example.com/messages", reply = { status = 202 } }
    caller = phone "+14255550100"
    call = caller:dial "+18005550123"
    caller:hears("Leave a message", { whole = true })
    caller:says "Please call me back. It is about the boat."
  end)

  it("tells the inbox", function()
    caller:presses "#"
    caller:hears "Thank you."
    expect(call):sent("http", { json = { from = "+14255550100" } }, { times = 1 })
    expect(call.session):is_over { way = "finished" }
  end)

  it("tells of one who hung up", function()
    caller:hangs_up()
    expect(call):sent("http", { json = { from = "+14255550100" } })
  end)

  it("logs that nobody was told", function()
    http_answers { url = "https://inbox.example.com/messages", fault = "refused" }
    caller:presses "#"
    expect(call):logged("nobody was told of a message", { reason = "unreachable" })
  end)
end)

describe("meeting", function()
  local caller, ann
  before_each(function() caller, ann = phone "+14255550100", phone "+14255550131" end)

  it("brings callers together", function()
    caller:dial "+18005550124"
    caller:hears "music.wav"
    ann:dial "+18005550124"
    caller:hears "Somebody has come."
    expect(caller):speaks_with(ann)
  end)

  it("calls people by itself", { exact = true }, function()
    local session = launch("meeting", { members = { "+14255550100" }, guest = "+14255550131" })
    caller:hears "Welcome."
    ann:hears "A guest has joined."
    advance(3600)
    caller:hears "The conference ends now."
    expect(session.call):has_ended { how = "application_hung_up" }
  end)

  it("tells why nobody came", function()
    caller:busy()
    local session = launch("meeting", { members = { "+14255550100" }, guest = "+14255550131" })
    expect(session):logged("nobody came", { reason = "busy" })
  end)
end)
