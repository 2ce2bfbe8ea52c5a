-- Keeps promises.
given_flow("callbacks", [[
local callback = require "std.callback"
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local given = event.params.callback and event.params.callback.params
  local options = given and given.office and { hours = hours.new(given.office) }
  local reached, answer, again = callback.run(event, function(call, promise)
    local about = promise.params.about or "nothing"
    call:play { text = "You asked us to call " .. promise.to .. " about " .. about .. "." }
    call:hang_up { for_everyone = true }
    return "told"
  end, options)
  if again then return log.info("later", { answer = answer, after = math.floor(again - now() + 0.5) }) end
  log.info("kept", { reached = reached or false, answer = answer })
end)
]])

-- Makes a promise without a call, and perhaps a second, and perhaps takes it back.
given_flow("promises", [[
local callback = require "std.callback"
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local params = event.params
  local given = params.given
  if given and given.hours then given.hours = hours.new(given.hours) end
  local id, reason = callback.promise(given)
  log.info("promised", { reason = reason or "none" })
  if params.again then log.info("again", { same = callback.promise(given) == id }) end
  if params.cancel_after then
    sleep(params.cancel_after)
    local done, why = callback.cancel(id)
    log.info("taken back", { done = done or false, reason = why or "none" })
  end
end)
]])

-- Promises the caller twice what was asked for once.
given_flow("helpline", [[
local callback = require "std.callback"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local given = { flow = "callbacks", after = 60, params = { about = "your order" } }
  local first, second = callback.promise(call, given), callback.promise(call, given)
  log.info("promised", { same = first == second })
  call:play { text = "We will call you back." }
  call:hang_up { for_everyone = true }
end)
]])

describe("std.callback", function()
  local number = "+14255550123"
  local caller
  before_each(function() caller = phone(number) end)

  --- Promises to call with these options.
  local function promise(given, params)
    params = params or {}
    params.given = given or {}
    params.given.to, params.given.flow = params.given.to or number, params.given.flow or "callbacks"
    return launch("promises", params)
  end

  --- The session that keeps the promise; of several tries the newest.
  local function keeper()
    local newest
    for _, session in ipairs(sessions()) do
      if session.flow == "callbacks" then newest = session end
    end
    return newest
  end

  local function has_called(times)
    local count = 0
    for _, session in ipairs(sessions()) do
      if session.flow == "callbacks" then count = count + #session.calls end
    end
    expect(count):equals(times)
  end

  local function is_kept(fields, within) expect(keeper()):logged("kept", fields, { within = within or 60 }) end

  it("calls at once if nothing else is said", function()
    local session = promise { params = { about = "your order" } }
    expect(session):logged("promised", { reason = "none" })
    caller:hears("You asked us to call +14255550123 about your order.", { within = 5 })
    is_kept { reached = true, answer = "told" }
    expect(keeper()):sent("create_call", { targets = { number }, caller_id = "+18005550199" })
    expect(keeper()):is_over { way = "finished" }
  end)

  it("calls after some seconds", function()
    promise { after = 3600 }
    advance(3595)
    expect(caller.state):equals "idle"
    caller:hears("about nothing", { within = 10 })
  end)

  it("calls at a time, days later", { at = "2026-03-02T07:00:00Z" }, function()
    promise { at = 1772694000 }
    advance(3 * 86400 - 5)
    expect(caller.state):equals "idle"
    caller:hears("about nothing", { within = 10 })
  end)

  it("calls when the office is open", { at = "2026-03-06T21:00:00Z" }, function()
    promise { hours = { zone = "UTC", weekdays = "9:00-17:00" }, after = 60 }
    advance(2 * 86400 + 12 * 3600 - 5)
    expect(caller.state):equals "idle"
    caller:hears("about nothing", { within = 10 })
  end)

  it("calls at once while it is open", { at = "2026-03-06T15:00:00Z" }, function()
    promise { hours = { zone = "UTC", weekdays = "9:00-17:00" } }
    caller:hears("about nothing", { within = 5 })
  end)

  it("shows what it was told to show, and rings as long", function()
    caller:never_answers()
    promise { caller_id = "+18005550142", display_name = "Contoso", timeout = 12, tries = 1 }
    caller:rings()
    is_kept({ reached = false, answer = "timeout" }, 20)
    expect(keeper()):sent("create_call", { caller_id = "+18005550142", sourceDisplayName = "Contoso" })
  end)

  it("calls a user of the service", function()
    caller = phone "8:acs:contoso_ada"
    promise { to = { communication_user = { id = "8:acs:contoso_ada" } } }
    caller:hears "You asked us to call 8:acs:contoso_ada"
  end)

  describe("when nobody answers", { exact = true }, function()
    it("tries again, three times in all", function()
      caller:busy()
      promise()
      advance(5)
      expect(sessions()[2]):logged("later", { answer = "busy", after = 300 })
      expect(sessions()[2]):is_over { way = "finished" }
      advance(300)
      expect(sessions()[3]):logged("later", { answer = "busy", after = 300 })
      is_kept({ reached = false, answer = "busy" }, 310)
      has_called(3)
      expect(#sessions()):equals(4)
    end)

    it("tries again after some minutes", function()
      caller:declines()
      promise { every = 600, tries = 5 }
      advance(590)
      caller:answers()
      has_called(1)
      caller:hears("about nothing", { within = 20 })
      is_kept { reached = true, answer = "told" }
      has_called(2)
    end)

    it("tries once if nothing else is wanted", function()
      caller:busy()
      promise { tries = 1 }
      is_kept { reached = false, answer = "busy" }
      expect(#sessions()):equals(2)
    end)

    it("keeps to the hours with every try", { at = "2026-03-06T16:58:00Z" }, function()
      caller:busy()
      promise { params = { office = { zone = "UTC", weekdays = "9:00-17:00" } } }
      advance(600)
      caller:answers()
      advance(2 * 86400 + 15 * 3600)
      has_called(1)
      caller:hears("about nothing", { within = 3600 + 600 })
    end)
  end)

  describe("taken back", function()
    it("calls nobody", function()
      promise({ after = 3600 }, { cancel_after = 60 })
      advance(65)
      expect(keeper()):logged("kept", { reached = false, answer = "cancelled" })
      expect(keeper()):is_over { way = "finished" }
      advance(3600)
      expect(keeper()):did_not_send "create_call"
    end)

    it("is not tried again", { exact = true }, function()
      caller:busy()
      local session = promise(nil, { cancel_after = 100 })
      expect(session):logged("taken back", { done = true, reason = "none" }, { within = 110 })
      is_kept { reached = false, answer = "cancelled" }
      advance(600)
      has_called(1)
    end)

    it("twice is taken back", function()
      store_has { ["callback/order/17"] = "cancelled" }
      local session = promise({ after = 3600, key = "order/17" }, { cancel_after = 60 })
      advance(65)
      expect(session):logged("taken back", { done = true, reason = "none" })
    end)

    it("between two tries is not tried again", { exact = true }, function()
      local held = { flow = "callbacks", id = "order/17", to = number, due = now(), try = 1, tries = 3, every = 60 }
      store_has { ["callback/order/17"] = "cancelled" }
      local session = launch("callbacks", { callback = held })
      expect(session):logged("kept", { reached = false, answer = "cancelled" })
      expect(session):did_not_send "create_call"
      expect(stored "callback/order/17"):is_nil()
    end)

    it("in the moment when a try has failed is not tried again", { exact = true }, function()
      caller:declines { after = 10 }
      promise { key = "order/17" }
      caller:rings()
      store_has { ["callback/order/17"] = "cancelled" }
      advance(15)
      expect(sessions()[2]):logged("kept", { reached = false, answer = "cancelled" })
      expect(sessions()[3]):logged("kept", { reached = false, answer = "cancelled" })
      has_called(1)
    end)

    it("rings no longer", { exact = true }, function()
      caller:never_answers()
      promise(nil, { cancel_after = 5 })
      caller:rings()
      advance(6)
      expect(keeper()):logged("kept", { reached = false, answer = "cancelled" })
      expect(caller):is_free()
    end)

    it("after weeks, too", function()
      promise({ after = 30 * 86400 }, { cancel_after = 20 * 86400 })
      advance(20 * 86400 + 10)
      expect(keeper()):logged("kept", { reached = false, answer = "cancelled" })
    end)

    it("gives the reason when its session is not there any more", function()
      store_has { ["callback/order/17"] = "00a8b3cc224171ab92c5e389a9" }
      local session = promise({ key = "order/17", after = 3600 }, { cancel_after = 5 })
      advance(10)
      expect(session):logged("taken back", { done = false, reason = "not_found" })
    end)

    it("after it was kept gives the reason", function()
      local session = promise({ key = "order/17" }, { cancel_after = 60 })
      caller:hears "about nothing"
      advance(65)
      expect(session):logged("taken back", { done = false, reason = "not_found" })
      expect(stored "callback/order/17"):is_nil()
    end)
  end)

  describe("promises once", function()
    it("with one key", function()
      local session = promise({ key = "order/17" }, { again = true })
      expect(session):logged("again", { same = true })
      caller:hears "about nothing"
      advance(400)
      expect(#sessions()):equals(2)
    end)

    it("but without a key or a call as often as it is asked", function()
      local session = promise({ after = 5 }, { again = true })
      expect(session):logged("again", { same = false })
    end)

    it("to the caller of one call", function()
      caller:dial "+18005550199"
      caller:hears "We will call you back."
      expect(sessions()[1]):logged("promised", { same = true })
      expect(caller):is_free()
      caller:hears("You asked us to call +14255550123 about your order.", { within = 70 })
      expect(#sessions()):equals(2)
    end)

    it("and again in another call", function()
      for _ = 1, 2 do
        caller:dial "+18005550199"
        caller:hears "We will call you back."
        caller:hears("about your order", { within = 70 })
        expect(caller):is_free()
      end
      expect(#sessions()):equals(4)
    end)
  end)

  it("ends with the reason when another try cannot be launched", { exact = true }, function()
    local held = { id = "order/17", flow = "nobody", to = number, due = now(), try = 1, tries = 3, every = 60 }
    caller:busy()
    local session = launch("callbacks", { callback = held })
    expect(session):logged("kept", { reached = false, answer = "not_found" }, { within = 10 })
  end)

  it("returns the reason when the flow is not there", function()
    local session = promise { flow = "nobody" }
    expect(session):logged "promised"
    expect(session):did_not_log("promised", { reason = "none" })
    expect(session):is_over { way = "finished" }
  end)

  describe("tells a flow what is wrong with", { allows_errors = true }, function()
    local function is_refused(given, words)
      local session = launch("promises", { given = given })
      expect(session):is_over { way = "failed", within = 1 }
      expect(session.report):contains(words)
      expect(session.report):contains "promises/main.lua:10"
    end
    it("no options", function() is_refused(nil, "callback.promise: options are a table") end)
    it("no flow", function() is_refused({ to = number }, "flow is missing") end)
    it("nobody to call", function() is_refused({ flow = "callbacks" }, "to is missing, and there is no caller") end)
    it("a number that is none", function()
      is_refused({ flow = "callbacks", to = "4255550123" }, "callback.promise: ")
      is_refused({ flow = "callbacks", to = "4255550123" }, "4255550123")
    end)
    it("after and at", function()
      is_refused({ flow = "callbacks", to = number, after = 5, at = 5 }, "either at or after")
    end)
    it("an option that there is not", function()
      is_refused({ flow = "callbacks", to = number, afetr = 5 }, "unknown option 'afetr'; did you mean 'after'?")
    end)
    it("a key that is too long", function()
      is_refused({ flow = "callbacks", to = number, key = ("x"):rep(201) }, "key has at most 200 bytes, not 201")
    end)
    it("hours that never open", function()
      is_refused({ flow = "callbacks", to = number, hours = { zone = "UTC" } },
        "the hours have no opening within a year")
    end)
    it("an event that is no promise", function()
      local session = launch("callbacks")
      expect(session):is_over { way = "failed", within = 1 }
      expect(session.report):contains "callback.run: the event is no promise"
      expect(session.report):contains "callbacks/main.lua:9"
    end)
  end)
end)
