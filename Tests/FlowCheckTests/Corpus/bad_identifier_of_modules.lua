local line, transfer, queue = require "std.flow", require "std.transfer", require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550111" }

local desk = "4255550171" --> bad_identifier at "4255550171": the leading + is missing
local agents = queue.new { name = "desk", agents = { "+14255550131", "14255550132" } } --> bad_identifier at "14255550132": 'agents'

line.incoming {
  to = "+18005550111",
  start = "main",
  defaults = { error = "bye" },
  steps = {
    main = { "transfer", target = desk, failed = "second" },
    second = { "dial", target = { "+14255550123", "1425" }, next = "third" }, --> bad_identifier at "1425": 'target'
    third = { "transfer", target = "{caller}", failed = "fourth" },
    fourth = { "queue", queue = agents, next = "bye", patience = "bye" },
    bye = { "hang_up" },
  },
}

on("IncomingCall", { to = "+18005550112" }, function(call)
  call:answer()
  if transfer.blind(call, { target = "4255550123" }) then return end --> bad_identifier at "4255550123": the leading + is missing
  transfer.attended(call, { targets = { "+14255550123", "8:acs:" } }) --> bad_identifier at "8:acs:": 'targets'
end)
