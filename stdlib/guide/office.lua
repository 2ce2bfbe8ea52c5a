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

on("IncomingCall", { to = "+18005550119" }, function(call)
  call:answer()
  local is_open, _, name = office:is_open()               -- second: "open", "closed", "holiday" or "exception"
  if is_open and call:transfer { target = "+14255550123" } then return end
  local text = "We are closed" .. (name and " on " .. name or "") .. "."
  local opening = office:next_opening()                   -- seconds since 1970; nil when it never opens again
  if opening then text = text .. " We open at " .. zones.local_time(office.zone, opening).hour .. " o'clock." end
  call:play { text = text }
  call:hang_up { for_everyone = true }
end)
