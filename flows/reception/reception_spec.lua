local line, sales = "+18005550199", "+14255550123"

describe("reception", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("puts a caller through to sales", function()
    local call = caller:dial(line)
    caller:hears "For sales press 1"
    caller:presses "1"
    caller:hears "One moment"
    expect(call):sent("transfer", { target = sales })
    expect(call):has_ended { how = "transferred" }
  end)

  it("asks again when another key is pressed", function()
    local call = caller:dial(line)
    caller:presses "7"
    caller:hears "That is not on the menu."
    caller:hears "For sales press 1"
    caller:presses "2"
    expect(call):sent("transfer", { target = "+14255550124" })
  end)

  it("says goodbye to a caller who stays silent", function()
    local call = caller:dial(line)
    for _ = 1, 3 do caller:stays_silent() end
    caller:hears "Goodbye."
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):sent("recognize", {}, { times = 3 })
    expect(call):did_not_send "transfer"
  end)
end)
