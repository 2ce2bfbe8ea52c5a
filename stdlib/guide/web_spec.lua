if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide

describe("booking", function()
  local caller, address = nil, "https://booking.example.com/tables"
  before_each(function() caller = phone "+14255550100" end)

  it("books once", function()
    http_answers { method = "POST", url = address, reply = { status = 201 } }
    local call = caller:dial "+18005550126"
    caller:hears "A table is yours."
    expect(call):sent("http", { json = { phone = "+14255550100" } }, { times = 1 })
  end)

  it("says that all is full", function()
    http_answers { url = address, reply = { status = 409 } }
    local call = caller:dial "+18005550126"
    caller:hears "We are full tonight."
    expect(call):logged("no table", { status = 409 })
  end)

  it("says so when the server is away", function()
    http_answers { url = address, fault = "refused" }
    local call = caller:dial "+18005550126"
    caller:hears "We are full tonight."
    expect(call):logged("no table", { reason = "unreachable" })
    expect(call):has_ended { how = "application_hung_up" }
  end)
end)
