local line = "+18005550188"

describe("gatekeeper", function()
  local guest
  before_each(function() guest = phone "+14255550100" end)

  it("greets a caller who is not on the list and hangs up", function()
    local call = guest:dial(line)
    guest:hears("Welcome. You may pass.", { whole = true })
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):has_timeline { "answered", "play_completed", "the application ended the call for everyone" }
    expect(call):did_not_send "reject"
    expect(call):did_not_log "refused"
    expect(call.session):is_over { way = "finished" }
  end)

  it("greets only once it has answered", function()
    local call = guest:dial(line)
    expect(call):is_connected()
    expect(call):sent_in_order { "answer", "play", "hang_up" }
  end)

  it("lets the greeting end before it hangs up", function()
    local call = guest:dial(line)
    guest:hears "You may pass."
    expect(call):did_not_send "hang_up"
    expect(call):has_ended()
    expect(call):has_timeline { "play_completed", "hung_up" }
  end)

  it("tells a caller who is turned away as busy that the line is busy", function()
    local call = phone("+14255550166"):dial(line)
    expect(call):has_ended { how = "rejected" }
    expect(call):sent("reject", { reason = "busy" })
    expect(call):has_timeline { "the caller sees 486" }
    expect(call):logged("refused", { from = "+14255550166", reason = "busy" })
  end)

  it("tells a caller who is forbidden so", function()
    local call = phone("+14255550167"):dial(line)
    expect(call):has_ended { how = "rejected" }
    expect(call):sent("reject", { reason = "forbidden" })
    expect(call):has_timeline { "the caller sees 403" }
    expect(call):logged("refused", { from = "+14255550167", reason = "forbidden" })
  end)

  it("turns a caller away without a reason", function()
    local call = phone("+14255550168"):dial(line)
    expect(call):has_ended { how = "rejected" }
    expect(call):sent("reject", { reason = "none" })
    expect(call):has_timeline { "the caller sees 603" }
    expect(call):logged("refused", { from = "+14255550168", reason = "none" })
  end)

  for _, number in ipairs { "+14255550166", "+14255550167", "+14255550168" } do
    it("never picks up for " .. number, function()
      local refused = phone(number)
      local call = refused:dial(line)
      expect(call):has_ended()
      expect(call):did_not_send "answer"
      expect(refused):did_not_hear "Welcome"
      expect(call.session):is_over { way = "finished" }
    end)
  end

  for _, number in ipairs { "+14255550165", "+14255550169", "+14255550160", "+12065550166" } do
    it("lets in " .. number .. ", which is only like one on the list", function()
      local caller = phone(number)
      local call = caller:dial(line)
      caller:hears "Welcome"
      expect(call):did_not_send "reject"
    end)
  end

  it("lets in a user of the service", function()
    local ada = phone "8:acs:contoso_ada"
    local call = ada:dial(line)
    ada:hears "You may pass."
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("ends quietly when the guest hangs up during the greeting", function()
    local call = guest:dial(line)
    guest:hears "Welcome"
    guest:hangs_up()
    expect(call):has_ended { how = "caller_hung_up" }
    expect(call):has_timeline { "play_started", "the caller hung up", "play_canceled" }
    expect(call.session):is_over { way = "finished" }
  end)

  it("ends quietly when the guest gives up before it is answered", function()
    local call = guest:dial(line)
    guest:hangs_up()
    expect(call):has_ended { how = "cancelled" }
    expect(guest):did_not_hear "Welcome"
  end)

  it("ignores keys", function()
    local call = guest:dial(line)
    guest:hears "Welcome"
    guest:presses("1", { at_once = true })
    expect(call):has_timeline { "key_pressed", "play_completed" }
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("refuses the same caller each time", function()
    local refused = phone "+14255550166"
    for _ = 1, 3 do
      expect(refused:dial(line)):has_ended { how = "rejected" }
      expect(refused):is_free()
    end
    expect(#calls()):equals(3)
    expect(#sessions()):equals(3)
  end)

  it("tells callers apart who come at the same time", function()
    local refused = phone "+14255550166"
    local first, second = guest:dial(line), refused:dial(line)
    expect(second):has_ended { how = "rejected" }
    expect(first):has_ended { how = "application_hung_up" }
    expect(guest):heard "You may pass."
    expect(refused):did_not_hear "Welcome"
  end)
end)
