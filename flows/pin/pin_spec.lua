local line = "+18005550115"

describe("pin", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("lets in who knows it", function()
    local call = caller:dial(line)
    caller:hears "enter your PIN"
    caller:presses "1234"
    caller:hears "You are in."
    expect(call):logged("let in", { tries = 1 })
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("shows nobody what was pressed", function()
    local call = caller:dial(line)
    caller:presses "1234"
    expect(call):has_timeline { "••••" }
    expect(call):has_ended()
    for _, entry in ipairs(call.timeline) do
      local isKey = entry.kind == "key_pressed" or entry.kind == "recognized"
      if isKey then expect((entry.text:find "%d")):is_nil() end
    end
  end)

  it("asks again after a wrong one", function()
    local call = caller:dial(line)
    caller:presses "1111"
    caller:hears "That is not the PIN."
    caller:presses "1234"
    caller:hears "You are in."
    expect(call):logged("let in", { tries = 2 })
  end)

  it("asks again after silence", function()
    caller:dial(line)
    caller:stays_silent()
    caller:hears "I heard nothing."
  end)

  it("turns away who does not know it", function()
    local call = caller:dial(line)
    for _ = 1, 3 do caller:presses "9999" end
    caller:hears "Please call again"
    expect(call):logged "turned away"
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("turns away a number that has none", function()
    local stranger = phone "+14255550101"
    local call = stranger:dial(line)
    for _ = 1, 3 do stranger:presses "1234" end
    stranger:hears "Please call again"
    expect(call):has_ended()
  end)
end)
