local line, desk_number = "+18005550121", "+14255550161"

describe("transcript", function()
  local caller, desk
  before_each(function()
    caller = phone "+14255550100"
    desk = phone(desk_number)
    desk:answers { after = 2 }
  end)

  --- Both are talking.
  local function begin()
    local call = caller:dial(line)
    caller:hears "What is said in this call is written down"
    expect(caller):speaks_with(desk)
    expect(call):sent("start_transcription", {}, { times = 1 })
    return call
  end

  it("writes down who says what, until the caller leaves", function()
    local call = begin()
    caller:says "I would like to move my appointment."
    expect(call):logged("said", { by = "caller", text = "I would like to move my appointment." })
    desk:says "When would you like to come?"
    expect(call):logged("said", { by = "desk", text = "When would you like to come?" })
    caller:hangs_up()
    expect(desk):is_free()
    expect(call):has_ended { how = "application_hung_up" }
    expect(call.session):is_over { way = "finished" }
  end)

  it("lets the caller go when the desk leaves", function()
    local call = begin()
    desk:says "Wrong number."
    desk:hangs_up()
    expect(caller):is_free()
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("tells the caller when the desk does not come", function()
    desk:declines()
    local call = caller:dial(line)
    caller:hears "Nobody is free at the moment."
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):logged("the desk did not come", { reason = "declined" })
  end)

  it("ends when the caller does not wait", function()
    local call = caller:dial(line)
    caller:hears "What is said in this call is written down"
    caller:hangs_up()
    expect(call):has_ended { how = "caller_hung_up" }
    expect(call.session):is_over { way = "finished" }
  end)

  it("goes on without a transcription that cannot be had", function()
    faults { unauthorized = { chance = 1, only = { "StartTranscription" } } }
    local call = caller:dial(line)
    expect(call):logged "nothing is written down"
    expect(caller):speaks_with(desk)
    caller:hangs_up()
    expect(call):has_ended { how = "application_hung_up" }
  end)

  describe("when lists of participants come late", { exact = true }, function()
    local late = { chance = 1, times = 1, seconds = 8, only = { "ParticipantsUpdated" } }

    it("does not take one from before the desk came for its leaving", function()
      -- Only what comes next can pass such a list, so the prompt, which has two events, is left out.
      faults { delay = late, reorder = late, unauthorized = { chance = 1, only = { "Play" } } }
      local call = caller:dial(line)
      expect(caller):speaks_with(desk)
      expect(call):goes_on(20)
      desk:hangs_up()
      expect(caller):is_free()
    end)

    it("ends when the caller has left before it could be told of two", function()
      local call = caller:dial(line)
      caller:hears "What is said in this call is written down"
      faults { delay = late, reorder = late, disconnect_first = true }
      expect(caller):speaks_with(desk)
      caller:hangs_up()
      desk:hangs_up()
      expect(call):has_ended()
      expect(call.session):is_over { way = "finished" }
    end)
  end)
end)
