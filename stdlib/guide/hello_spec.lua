if debug.traceback():find("guide/", 1, true) then return end -- run by: hookswitch test stdlib/guide
describe("hello", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("greets whoever calls", function()
    local call = caller:dial "+18005550101"
    caller:hears("This is Contoso.", { whole = true })
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("ends quietly when the caller hangs up", function()
    local call = caller:dial "+18005550101"
    caller:hears "Hello."
    caller:hangs_up()
    expect(call):has_ended { how = "caller_hung_up" }
    expect(call.session):is_over { way = "finished" }
  end)
end)
