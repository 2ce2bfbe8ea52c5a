if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide
local address = "https://crm.example.com/accounts/123456"

describe("account", function()
  local caller, call
  before_each(function()
    caller = phone "+14255550100"
    call = caller:dial "+18005550125"
    caller:hears "Please enter your customer number."
  end)

  it("tells the balance", function()
    http_answers { url = address, reply = { json = { balance = 120 } } }
    caller:presses "123456"
    caller:hears "Your balance is 120 dollars."
    expect(call):sent("http", { method = "GET", headers = { Authorization = "Bearer secret CRM" } })
  end)

  for _, case in ipairs {
    { "a number that nobody has", { reply = { status = 404 } }, "We do not know that number." },
    { "a server with a fault", { reply = { status = 500 } }, "We cannot look that up now." },
    { "a server that is away", { fault = "refused" }, "We cannot look that up now." },
  } do
    local name, rule, text = table.unpack(case)
    it("knows what to say of " .. name, function()
      rule.url = address
      http_answers(rule)
      caller:presses "123456"
      caller:hears(text)
    end)
  end

  it("asks nobody without a number", function()
    for _ = 1, 3 do caller:stays_silent() end
    caller:hears "We cannot look that up now."
    expect(call):did_not_send "http"
  end)
end)
