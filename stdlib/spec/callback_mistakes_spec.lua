-- Gives run and promise what they do not take.
given_flow("mistakes", [[
local callback = require "std.callback"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  if event.params.id then callback.cancel(event.params.id) end
  if event.params.hours then callback.promise { flow = "callbacks", to = "+14255550123", hours = { 9, 17 } } end -- check: ignore wrong_argument
  local given = event.params.instead
  if given == nil then given = event end
  callback.run(given, event.params.options and function() end, event.params.options)
end)
]])

describe("std.callback tells a flow what is wrong with", { allows_errors = true }, function()
  local function is_refused(params, words)
    params.callback = { id = "1", flow = "mistakes", to = "+14255550123", due = 0, try = 1, tries = 1, every = 1 }
    local session = launch("mistakes", params)
    expect(session):is_over { way = "failed", within = 1 }
    expect(session.report):contains(words)
    expect(session.report):contains "mistakes/main.lua:"
  end
  it("hours that are none", function() is_refused({ hours = true }, "hours are those of hours.new") end)
  it("an id that is none", function()
    is_refused({ id = 5 }, "the id is missing that callback.promise returned, not 5")
  end)
  it("a missing function", function() is_refused({}, "callback.run: the function is missing") end)
  for about, instead in pairs {
    ["a text"] = "promise", ["no parameters"] = { parameters = 1 },
    ["another promise"] = { params = { callback = "promise" } },
    ["a promise without an id"] = { params = { callback = {} } },
  } do
    it("an event that is none: " .. about, function()
      is_refused({ instead = instead }, "callback.run: the event is no promise")
    end)
  end
  it("options of run", function()
    is_refused({ options = { hour = true } }, "unknown option 'hour'; did you mean 'hours'?")
  end)
end)
