local conference = require "std.conference"
local hours = require "std.hours"
local queue = require "std.queue"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local office = hours.new { zone = "Europe/Lisbon", weekdays = "9:00-17:00" }
local support = queue.new { name = "support", agents = { "+14255550131" } }
support.greeting = function(call) call:play { text = "Welcome." } end

on("IncomingCall", function(call)
  call:answer()
  if not office:is_opened() then --> unknown_function at is_opened: what std.hours's 'new' gives has no 'is_opened'; did you mean 'is_open'?
    log.info("closed", { at = office.next_open() }) --> unknown_function at next_open: what std.hours's 'new' gives has no 'next_open'
  end
  if not office.is_open() then log.info("closed") end --> wrong_colon at is_open: write a colon
  support.greeting(call)
  local agent, reason = support.wait(call) --> wrong_colon at wait: 'wait' is called with a dot, and it is a method
  if not agent then return log.warning("nobody came", { reason = reason }) end
  support.wait(support, call)
  support:tlak(call, agent) --> unknown_function at tlak: what std.queue's 'new' gives has no 'tlak'; did you mean 'talk'?
  local room = conference.start({ members = { "+14255550131" } })
  if room then room:anounce("Welcome.") end --> unknown_function at anounce: did you mean 'announce'?
end)
