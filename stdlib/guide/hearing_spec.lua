if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("doors", function()
  local line = "+18005550102"

  it("is busy for one number", function()
    local call = phone("+14255550166"):dial(line)
    expect(call):has_ended { how = "rejected" }
    expect(call):sent("reject", { reason = "busy" })
  end)

  it("sends toll-free numbers on", function()
    phone "8:acs:contoso_desk"
    local call = phone("+18005550166"):dial(line)
    expect(call):has_ended { how = "redirected" }
  end)

  it("answers all others", function()
    local caller = phone "+14255550100"
    caller:dial(line)
    caller:hears "You called +18005550102 from +14255550100."
  end)
end)

describe("menus", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550103"
    caller:hears "Would you like"
  end)

  it("transfers to whom the caller names", function()
    caller:stays_silent()
    caller:hears "I heard nothing."
    caller:hears "Please say sales, or support."
    caller:says "sales"
    expect(call):has_ended { how = "transferred" }
    expect(call):sent("transfer", { target = "+14255550123" })
  end)

  it("takes keys as well", function()
    caller:presses "2"
    expect(call):sent("transfer", { target = "+14255550124" })
  end)

  it("gives up after three tries", function()
    caller:presses "9"
    caller:hears "sorry.wav"
    for _ = 1, 2 do caller:stays_silent() end
    expect(call):logged("not transferred", { reason = "no_input" })
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)

describe("digits", function()
  it("reads back what was entered", function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550104"
    caller:presses "123456#"
    caller:hears "That is no account number."
    caller:presses "123455#"
    caller:hears "You entered 1, 2, 3, 4, 5, 5."
    caller:presses "1"
    expect(call):logged("account", { number = "123455" })
  end)
end)

describe("languages", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550105"
  end)

  it("goes on in Spanish", function()
    caller:presses "2"
    caller:hears "Hola."
    expect(call):sent("play", { text = "Hola. Somos Contoso.", voice = "es-MX-DaliaNeural" })
  end)

  it("goes on in English", function()
    caller:stays_silent()
    caller:hears "Hello."
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)

describe("speech", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550106"
    caller:hears "Who is calling?"
  end)

  it("takes a name and a PIN that nobody sees", function()
    caller:says "Ada"
    caller:hears "Your PIN, please."
    caller:presses "1234"
    caller:hears "Thank you."
    expect(call):logged("a name", { said = "Ada" })
    expect(call):has_timeline { "••••" }
  end)

  it("goes on without a name", function()
    caller:stays_silent()
    caller:hears "I did not hear you."
    caller:presses "4321"
    caller:hears "That is not your PIN."
  end)
end)
