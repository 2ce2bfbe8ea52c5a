local zones = require "std.zones"

on("Launch", function(event)
  local here = zones.local_time("America/New_York", event.params.time)       -- now(), if no time is given
  log.info("clocks", { hour = here.hour, min = here.min, zone = here.abbreviation })         -- 3, 0, EDT
  local time, word = zones.time("America/New_York", { year = 2026, month = 3, day = 8, hour = 2, min = 30 })
  log.info("time", { time = time, word = word })                             -- 1772955000, gap: they skip it
end)
