-- The flows of stdlib/README.md, as they stand there, each tried once.
given_flow("readme_menu", [[
local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550101" }, function(call)
  call:answer()
  local desk, reason = menu.ask(call, {
    text = "Would you like sales or support?", again = "Please say sales, or support.",
    no_input = "I heard nothing.", no_match = { file = "https://example.com/sorry.wav" },
    choices = {
      { value = "+14255550123", label = "sales", tone = "1", phrases = { "sales", "buy something" } },
      { value = "+14255550124", label = "support", tone = "2", phrases = { "support", "help" } },
    },
  })
  if desk and call:transfer { target = desk } then return end
  log.info("not transferred", { reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

given_flow("readme_collect", [[
local collect = require "std.collect"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550102" }, function(call)
  call:answer()
  local account, reason = collect.digits(call, {
    text = "Please enter your account number, then the hash key.", min = 6, max = 10, check = "luhn",
    no_input = "I heard nothing.", invalid = "That is no account number.",
    confirm = "You entered {digits}. Press 1 if that is right, 2 to try again.",
  })
  log.info("account", { number = account, reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

given_flow("readme_retry", [[
local retry = require "std.retry"

on("Launch", function(event)
  local res, err = retry.call(function()
    local res, err = http.get("https://crm.example.com/accounts", { query = { id = event.params.id }, timeout = 3 })
    if res and res.status >= 500 then return nil, { reason = "unavailable" } end
    return res, err
  end, { tries = 4, first = 0.5, when = function(err) return err.reason ~= "refused_address" end })
  log.info("asked the CRM", { status = res and res.status, reason = err and err.reason })
end)
]])

given_flow("readme_text", [[
local text = require "std.text"

on("Launch", function(event)
  log.info("spoken", {
    sum = text.money(12.5, "USD", "en-US"),                                  -- twelve dollars and fifty cents
    day = text.date({ year = 2026, month = 11, day = 27 }, "pt-BR"),         -- vinte e sete de novembro de …
    time = text.time({ hour = 15, min = 30 }, "es-MX"),                      -- las tres y treinta de la tarde
    wait = text.duration(3725, "en-GB", { units = 2 }),                      -- one hour and two minutes
    code = text.digits("A12-345", "en-US"),                                  -- A one two, three four five
    desks = text.list({ "sales", "support" }, "en-US", { word = "or" }),     -- sales or support
  })
end)
]])

given_flow("readme_numbers", [[
local numbers = require "std.numbers"

on("Launch", function(event)
  local number, reason = numbers.parse(event.params.number, "US")            -- "(425) 555-0123": +14255550123
  if not number then return log.warning("no number", { reason = reason }) end
  log.info("number", {
    country = numbers.country(number),                                       -- US
    written = numbers.format(number, "national"),                            -- (425) 555-0123
    spoken = numbers.spoken(number, "en-US"),                                -- four two five, five five five, …
  })
end)
]])

describe("README's flow for", function()
  it("menus transfers to whom the caller names", function()
    local caller = phone "+14255550100"
    phone "+14255550123"
    local call = caller:dial "+18005550101"
    caller:hears "Would you like"
    caller:stays_silent()
    caller:hears "I heard nothing."
    caller:hears "Please say sales, or support."
    caller:says "sales"
    expect(call):has_ended { how = "transferred" }
    expect(call):sent("transfer", { target = "+14255550123" })
  end)

  it("digits reads back what was entered", function()
    local caller = phone "+14255550100"
    local call = caller:dial "+18005550102"
    caller:presses "123456#"
    caller:hears "That is no account number."
    caller:presses "123455#"
    caller:hears "You entered 1, 2, 3, 4, 5, 5."
    caller:presses "1"
    expect(call):logged("account", { number = "123455" })
  end)

  it("trying again asks until there is an answer", function()
    http_answers { url = pattern "^https://crm.example.com/accounts", reply = { status = 200 } }
    http_answers { url = pattern "^https://crm.example.com/accounts", reply = { status = 503 }, times = 2 }
    local session = launch("readme_retry", { id = "7" })
    expect(session):logged("asked the CRM", { status = 200 }, { within = 10 })
    expect(session):sent("http", {}, { times = 3 })
  end)

  it("words says what its comments say", function()
    local session = launch "readme_text"
    expect(session):logged("spoken", {
      sum = "twelve dollars and fifty cents", day = "vinte e sete de novembro de dois mil e vinte e seis",
      time = "las tres y treinta de la tarde", wait = "one hour and two minutes", code = "A one two, three four five",
      desks = "sales or support",
    })
  end)

  it("phone numbers says what its comments say", function()
    local session = launch("readme_numbers", { number = "(425) 555-0123" })
    expect(session):logged("number", {
      country = "US", written = "(425) 555-0123", spoken = "four two five, five five five, zero one two three",
    })
  end)

  it("phone numbers tells why it is none", function()
    local session = launch("readme_numbers", { number = "call me" })
    expect(session):logged("no number", { reason = "not_a_number" })
  end)
end)
