local callback, collect, menu = require "std.callback", require "std.collect", require "std.menu"
local hours, text, transfer = require "std.hours", require "std.text", require "std.transfer"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local keys = "12#x"
local key = { ["1"] = "sales" }

on("IncomingCall", function(call)
  call:answer()
  call:send_dtmf { tones = keys } --> wrong_argument at send_dtmf: call:send_dtmf: 'tones': no phone has the key 'x'; keys are 0-9, A-D, # and *
  call:play { text = "  " } --> wrong_argument at play: call:play: 'text' is empty
  call:play { sources = {} } --> wrong_argument at play: 'sources' is empty
  call:play { ssml = "Hello." } --> wrong_argument at play: 'ssml' must be a whole document
  call:recognize { choices = { { label = "a", phrases = { "yes" } }, { label = "b", phrases = { "yes" } } } } --> wrong_argument at recognize: two choices have the
  local answer = http.post("https://example.com/", { json = { a = 1 }, body = "b" }) --> wrong_argument at post: 'json' and 'body' are both a body
  local page = http.get("ftp://example.com/") --> wrong_argument at get: http.get: 'url'
  if answer and page then store.set("", 1) end --> wrong_argument at set: store.set: 'key' has 1 to
  call:transfer { target = "+14255550123", custom_context = { sip_headers = { ["X-A"] = "a\nb" } } } --> wrong_argument at transfer: option 'custom_context'
  local chosen = menu.ask(call, { text = "Press 1.", choices = { ["12"] = "a" } }) --> wrong_argument at ask: menu.ask: a choice is one key in quotes
  local said = menu.ask(call, { text = "Well?", choices = { { value = 1, phrases = "yes" }, { value = 2, phrases = "Yes" } } }) --> wrong_argument at ask: two choices have the phrase 'yes'
  local code = collect.digits(call, { text = "Code?", min = 6, max = 4 }) --> wrong_argument at digits: collect.digits:
  local luhn = collect.digits(call, { text = "Card?", length = 16, check = "lunh" }) --> wrong_argument at digits: collect.digits:
  local office = hours.new { zone = "Europe/Lisbonn", weekdays = "9:00-17:00" } --> wrong_argument at new: hours.new:
  local night = hours.new { zone = "Europe/Lisbon", weekdays = "17:00-9:99" } --> wrong_argument at new: there is no time '9:99'
  transfer.blind(call, { target = "+14255550123", targets = { "+14255550124" } }) --> wrong_argument at blind: transfer.blind: give either
  -- What is not written down is not known, and what is right is right.
  call:play { text = call.caller_display_name or "" }
  menu.ask(call, { text = "Press 1.", choices = key })
  log.info(text.number(7, "en-US"), { chosen, said, code, luhn, office, night, callback })
end)
