-- The flows of stdlib/README.md that are about time, as they stand there, each tried once.
given_flow("readme_zones", [[
local zones = require "std.zones"

on("Launch", function(event)
  local here = zones.local_time("America/New_York", event.params.time)       -- now(), if no time is given
  log.info("clocks", { hour = here.hour, min = here.min, zone = here.abbreviation })         -- 3, 0, EDT
  local time, word = zones.time("America/New_York", { year = 2026, month = 3, day = 8, hour = 2, min = 30 })
  log.info("time", { time = time, word = word })                             -- 1772955000, gap: they skip it
end)
]])

given_flow("readme_hours", [[
local hours = require "std.hours"
local zones = require "std.zones"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local office = hours.new {
  zone = "America/New_York", weekdays = "9:00-12:00, 13:00-17:00", saturday = "10:00-14:00",
  holidays = {
    "01-01", "easter -2", "fourth thursday of november",
    { day = "07-04", name = "Independence Day", observed = true },
  },
  exceptions = { ["2026-12-24"] = "9:00-12:00" },
}

on("IncomingCall", { to = "+18005550111" }, function(call)
  call:answer()
  local is_open, word, name = office:is_open()            -- word: "open", "closed", "holiday" or "exception"
  if is_open and call:transfer { target = "+14255550123" } then return end
  local text = "We are closed" .. (name and " on " .. name or "") .. "."
  local opening = office:next_opening()                   -- seconds since 1970; nil when it never opens again
  if opening then text = text .. " We open at " .. zones.local_time(office.zone, opening).hour .. " o'clock." end
  call:play { text = text }
  call:hang_up { for_everyone = true }
end)
]])

given_flow("readme_schedule", [[
local schedule = require "std.schedule"

local function serve(after)
  for time, turn in schedule.every { zone = "Europe/Berlin", at = "9:00", days = "weekdays", after = after } do
    launch("reminder", { to = "+14255550123" }, { key = "reminder/" .. time })
    if turn == 1000 then restart("serve", { after = time }) end
  end
end

on("Launch", function() serve() end)
on("Restart", { handler = "serve" }, function(_, event) serve(event.data.after) end)
]])

given_flow("readme_callback", [[
local callback = require "std.callback"
local hours = require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550112" }

local office = hours.new { zone = "America/New_York", weekdays = "9:00-17:00" }

on("IncomingCall", { to = "+18005550112" }, function(call)
  call:answer()
  local number, reason = callback.offer(call, { text = "To be called back, press 1. Otherwise, press 2." })
  local id
  if number then
    id, reason = callback.promise(call, {
      to = number, flow = "readme_callback", hours = office, tries = 3, every = 600, params = { about = "your order" },
    })
  end
  call:play { text = id and "We will call you back." or "Goodbye." }
  log.info("promised", { id = id, reason = reason })
  call:hang_up { for_everyone = true }
end)

on("Launch", function(event)
  local reached, reason, again = callback.run(event, function(call, promise)
    call:play { text = "You asked us to call back about " .. promise.params.about .. "." }
    call:hang_up { for_everyone = true }
  end, { hours = office })
  if not reached then log.info("not reached", { reason = reason, again = again }) end
end)
]])

-- What the schedule launches.
given_flow("reminder", [[
on("Launch", function(event) log.info("reminding", { to = event.params.to }) end)
]])

describe("stdlib/README.md, about time:", function()
  local caller
  before_each(function() caller = phone "+14255550100" end)

  it("time zones", function()
    local session = launch("readme_zones", { time = 1772953200 })
    expect(session):logged("clocks", { hour = 3, min = 0, zone = "EDT" })
    expect(session):logged("time", { time = 1772955000, word = "gap" })
  end)

  it("business hours, while they are open", { at = "2026-03-02T15:00:00Z" }, function()
    local call = caller:dial "+18005550111"
    expect(call):has_ended { how = "transferred" }
  end)

  it("business hours, on a holiday", { at = "2026-07-03T15:00:00Z" }, function()
    caller:dial "+18005550111"
    caller:hears "We are closed on Independence Day. We open at 9 o'clock."
  end)

  it("schedules", { at = "2026-03-06T07:00:00Z", exact = true }, function()
    launch "readme_schedule"
    advance(3 * 86400 + 7200)
    local reminders = 0
    for _, one in ipairs(sessions()) do reminders = reminders + (one.flow == "reminder" and 1 or 0) end
    expect(reminders):equals(2)
    expect(sessions()[2]):logged("reminding", { to = "+14255550123" })
  end)

  it("callbacks", { at = "2026-03-06T22:30:00Z", exact = true }, function()
    local call = caller:dial "+18005550112"
    caller:presses "1"
    caller:hears "We will call you at 1 4 2 5 5 5 5 0 1 0 0."
    caller:presses "1"
    caller:hears "We will call you back."
    expect(call):has_ended()
    advance(2 * 86400 + 14 * 3600)
    expect(caller.state):equals "idle"
    caller:hears("You asked us to call back about your order.", { within = 3600 })
  end)
end)
