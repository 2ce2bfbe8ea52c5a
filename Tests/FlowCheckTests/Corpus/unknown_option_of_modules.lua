local menu, collect, voicemail = require "std.menu", require "std.collect", require "std.voicemail"
local conference = require "std.conference"
local transfer, queue, hours = require "std.transfer", require "std.queue", require "std.hours"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local desk = queue.new { name = "desk", agents = { "+14255550131" }, patience = 60 }
local office = hours.new { zone = "America/New_York", weekdays = "9:00-17:00" }

on("IncomingCall", function(call)
  call:answer()
  if not office:is_open() then return end
  menu.ask(call, { text = "Press 1.", choises = { ["1"] = "a" } }) --> unknown_option at choises: menu.ask has no option 'choises'; did you mean 'choices'?
  local key = menu:ask(call, { text = "Press 1.", choices = {} }) --> wrong_colon at ask: write a dot
  local digits = collect.digits(call, { text = "Your number?", lenght = 6, voice = "x" }) --> unknown_option at lenght: did you mean 'length'?
  log.info("heard", { key = key, digits = digits })
  transfer.blind(call, { target = "+14255550123", fall_back = "Nobody is there." }) --> unknown_option at fall_back: did you mean 'fallback'?
  transfer.attended(call, { target = "+14255550123", text = "One moment.", cache_id = "a", anounce = "Hi." }) --> unknown_option at anounce: did you mean 'announce'?
  voicemail.take(call, { greetin = "Hello.", on_message = function() end }) --> unknown_option at greetin: did you mean 'greeting'?
  if desk:wait(call) then return end
  local meeting = conference.start { members = { "+14255550123" }, wellcome = "Hello." } --> unknown_option at wellcome: did you mean 'welcome'?
  if meeting then meeting:invite("+14255550124", { timout = 20 }) end --> unknown_option at timout: conference:invite has no option 'timout'; did you mean 'timeout'?
end)
