local collect, hours, menu = require "std.collect", require "std.hours", require "std.menu"
local queue, schedule, voicemail = require "std.queue", require "std.schedule", require "std.voicemail"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local most = "3"

on("IncomingCall", function(call)
  call:answer()
  menu.ask(call, { text = "Press 1.", choices = { ["1"] = "a" }, retries = most }) --> wrong_argument at most }: menu.ask: 'retries' must be a whole number, not "3"
  menu.ask(call, { text = "Press 1.", choices = "1", mask = 1 }) --> wrong_argument at "1": 'choices' must be a table --> wrong_argument at 1 }: 'mask' must be true or false, not 1
  menu.ask(call, { text = { "Press", 1 }, choices = { ["1"] = "a" } }) --> wrong_argument at { "Press": must be
  menu.ask(call, { text = "Press 1.", choices = { ["1"] = "a" }, no_input = 7 }) --> wrong_argument at 7: 'no_input' must be a text
  menu.ask(call, { text = "Press 1.", choices = { ["1"] = "a" }, no_match = { txet = "What?" } }) --> unknown_option at txet: did you mean 'text'?
  menu.ask(call, { "Press 1." }) --> wrong_argument at "Press: options are written with names
  local digits = collect.digits(call, { text = "Your number?", length = 6, timeout = 900 }) --> wrong_argument at 900: 'timeout' must be from 0 to 300, not 900
  voicemail.take(call, { greeting = { file = "https://example.com/a.wav" }, on_message = "sales" }) --> wrong_argument at "sales": 'on_message' must be a function
  local desk = queue.new { name = "desk", agents = { "+14255550131" }, patience = 60 * 5, ring = 400 } --> wrong_argument at 400: 'ring' must be from 1 to 180, not 400
  if digits then desk:wait(call) end
  local night = hours.new { zone = "Europe/Lisbon", satruday = "10:00-14:00", monday = 9 } --> unknown_option at satruday: did you mean 'saturday'? --> wrong_argument at 9 }: 'monday' must be
  if night:is_open() then return end
  schedule.every({ at = "9:00", zone = "Europe/Lisbon", cuont = 3 }, function() end) --> unknown_option at cuont: did you mean 'count'?
  schedule.every({ seconds = 0 }, function() end) --> wrong_argument at 0: 'seconds' must be at least 1, not 0
end)
