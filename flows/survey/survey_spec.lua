local line = "+18005550133"

describe("survey", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("takes spoken answers", function()
    local call = caller:dial(line)
    caller:hears "How was it"
    caller:says "It was great!"
    caller:hears "What could be better?"
    caller:says "More chairs, please"
    caller:hears "Thank you very much"
    expect(call):logged("answered", { visit = "good", words = "More chairs, please" })
    expect(stored "survey/good"):equals(1)
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("takes keys", function()
    local call = caller:dial(line)
    caller:presses "3"
    caller:hears "What could be better?"
    caller:presses "#"
    expect(call):logged("answered", { visit = "poor", words = "none" })
    expect(stored "survey/poor"):equals(1)
  end)

  it("says what can be answered when it does not understand", function()
    local call = caller:dial(line)
    caller:hears "How was it"
    caller:says "the weather is nice"
    caller:hears "Please say good, fair or poor"
    caller:says "so so"
    caller:hears "What could be better?"
    caller:stays_silent()
    expect(call):logged("answered", { visit = "fair", words = "none" })
  end)

  it("takes no key that means nothing", function()
    local call = caller:dial(line)
    caller:presses "9"
    caller:hears "Please say good, fair or poor"
    expect(call):logged("no answer", { reason = "wrong_tone" })
  end)

  it("goes on without an answer after two tries", function()
    local call = caller:dial(line)
    caller:stays_silent()
    caller:stays_silent()
    caller:hears "What could be better?"
    caller:stays_silent()
    expect(call):logged("answered", { visit = "none", words = "none" })
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("ends quietly when the caller has no time", function()
    local call = caller:dial(line)
    caller:hears "How was it"
    caller:hangs_up()
    expect(call):has_ended { how = "caller_hung_up" }
    expect(call.session):is_over { way = "finished" }
  end)
end)
