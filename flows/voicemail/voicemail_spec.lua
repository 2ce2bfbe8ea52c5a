local line, inbox = "+18005550122", "https://inbox.example.com/messages"

describe("voicemail", function()
  local caller
  before_each(function()
    caller = phone "+14255550100"
    http_answers { method = "POST", url = inbox, reply = { status = 202 } }
  end)

  it("takes a message that ends with the hash key, and tells of it", function()
    local call = caller:dial(line)
    caller:hears("Leave a message", { whole = true })
    caller:says "Please call me back. It is about the boat."
    caller:presses "#"
    caller:hears "Thank you"
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):sent("start_recording", { content = "audio", format = "wav" })
    expect(call):sent("stop_recording")
    expect(call):sent("http", { method = "POST", url = inbox, json = { from = "+14255550100" } }, { times = 1 })
    expect(call):logged("a message", { from = "+14255550100" })
    expect(call.session):is_over { way = "finished" }
  end)

  it("keeps the message of a caller who hangs up", function()
    local call = caller:dial(line)
    caller:hears("Leave a message", { whole = true })
    caller:says "Never mind."
    caller:hangs_up()
    expect(call):has_ended { how = "caller_hung_up" }
    expect(call):sent("http", { url = inbox })
    expect(call):logged "a message"
    expect(call.session):is_over { way = "finished" }
  end)

  it("gives up after a minute of silence", { exact = true }, function()
    local call = caller:dial(line)
    caller:hears("Leave a message", { whole = true })
    caller:stays_silent()
    caller:hears "Thank you"
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):logged "a message"
  end)

  it("keeps the message where it is when the inbox refuses it", function()
    http_answers { url = inbox, reply = { status = 500 } }
    local call = caller:dial(line)
    caller:hears("Leave a message", { whole = true })
    caller:says "Hello?"
    caller:hangs_up()
    expect(call):logged("nobody was told of a message", { reason = "status 500" })
    expect(call.session):is_over { way = "finished" }
    for _, entry in ipairs(call.timeline) do expect(entry.kind):differs_from "recording_deleted" end
  end)

  it("keeps the message where it is when nobody can be told", function()
    http_answers { url = inbox, fault = "refused" }
    local call = caller:dial(line)
    caller:hears("Leave a message", { whole = true })
    caller:says "Hello?"
    caller:hangs_up()
    expect(call):logged("nobody was told of a message", { reason = "unreachable" })
    expect(call.session):is_over { way = "finished" }
  end)

  it("says so when no message can be recorded", { exact = true }, function()
    faults { unauthorized = { chance = 1, only = { "StartRecording" } } }
    local call = caller:dial(line)
    caller:hears("I cannot take a message now.", { whole = true })
    expect(caller):did_not_hear "Thank you"
    expect(call):logged("messages cannot be recorded", { reason = "unauthorized" })
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)
