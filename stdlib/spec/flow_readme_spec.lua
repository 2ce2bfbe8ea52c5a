-- The line of stdlib/README.md, as it stands there.
given_flow("readme", [[
local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

line.incoming {
  to = "+18005550111",
  start = "main",
  defaults = { silence = "bye", error = "bye" },
  steps = {
    main = { "menu", text = "For sales press 1, for our address 2.", keys = { ["1"] = "sales", ["2"] = "address" } },
    sales = { "transfer", text = "One moment.", target = "+14255550123", busy = "address" },
    address = { "say", text = "We are at 12 Main Street.", next = "main" },
    bye = { "hang_up", text = "Goodbye." },
  },
}

on("Launch", function() log.info("found", { count = #line.findings() }) end)
]])

describe("the line of the README", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550111"
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

  it("has nothing that could be found", function()
    local session = launch "readme"
    expect(session):logged("found", { count = "0" })
  end)
end)
