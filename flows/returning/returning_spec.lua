local line = "+18005550144"
local people, visits = "https://crm.example.com/people", "https://crm.example.com/visits"

describe("returning", function()
  local caller
  before_each(function()
    caller = phone "+14255550100"
    http_answers { method = "GET", url = people, reply = { json = { name = "Ada" } } }
    http_answers { method = "POST", url = visits, reply = { status = 201 } }
  end)

  it("greets a caller by name", function()
    local call = caller:dial(line)
    caller:hears "Hello Ada."
    expect(call):sent("http", { method = "GET", url = people, query = { number = caller } })
    expect(call):has_ended()
  end)

  it("counts the calls of a month", function()
    store_has { ["visits/+14255550100"] = 2 }
    caller:dial(line)
    caller:hears "This is your call number 3 this month."
    expect(stored "visits/+14255550100"):equals(3)
  end)

  it("greets a caller whose count is none", function()
    store_has { ["visits/+14255550100"] = "often" }
    caller:dial(line)
    caller:hears("Hello Ada.", { whole = true })
    expect(stored "visits/+14255550100"):equals "often"
  end)

  it("begins anew after a month", function()
    local first = caller:dial(line)
    expect(first):has_ended()
    expect(stored "visits/+14255550100"):equals(1)
    advance(31 * 24 * 3600)
    expect(stored "visits/+14255550100"):is_nil()
    caller:dial(line)
    caller:hears "Hello Ada."
    expect(stored "visits/+14255550100"):equals(1)
  end)

  it("tells the CRM once when the call is over", function()
    local call = caller:dial(line)
    expect(call):has_ended()
    expect(call):sent("http", {
      method = "POST", url = visits, json = { number = caller }, idempotency_key = call.correlation_id,
    }, { times = 1 })
    expect(call.session):is_over { way = "finished" }
  end)

  it("goes on without a CRM", function()
    http_answers { url = pattern "^https://crm", fault = "refused" }
    local call = caller:dial(line)
    caller:hears "Hello."
    expect(call):logged("the CRM does not answer", { reason = "unreachable" })
    expect(call):logged("the CRM was not told", { reason = "unreachable" })
  end)

  it("waits three seconds for a slow CRM", { exact = true }, function()
    http_answers { url = people, reply = { after = 10, json = { name = "Ada" } } }
    caller:dial(line)
    advance(2.9)
    expect(caller):did_not_hear "Hello"
    caller:hears("Hello.", { within = 0.3 })
  end)

  it("does not know everybody", function()
    http_answers { url = people, reply = { status = 404 } }
    caller:dial(line)
    caller:hears "Hello."
  end)

  it("tells the CRM of a caller who does not wait", function()
    http_answers { url = people, reply = { after = 2, json = { name = "Ada" } } }
    local call = caller:dial(line)
    expect(call):sent("http", { method = "GET", url = people })
    caller:hangs_up()
    expect(call):sent("http", { method = "POST", url = visits }, { times = 1 })
    expect(call.session):is_over { way = "finished" }
  end)
end)
