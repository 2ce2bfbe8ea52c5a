if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("line", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550127"
    caller:hears "For sales press 1"
  end)

  it("transfers", function()
    caller:presses "1"
    caller:hears "One moment."
    expect(call):has_ended { how = "transferred" }
  end)

  it("tells the address when sales is busy, and asks again", function()
    phone("+14255550123"):busy()
    caller:presses "1"
    caller:hears "We are at 12 Main Street."
    caller:hears "For sales press 1"
  end)

  it("says goodbye to silence", function()
    for _ = 1, 3 do caller:stays_silent() end
    caller:hears "Goodbye."
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)
