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
