local menu = require "std.menu"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function greet(call)
  call:plai { text = "Hello." } --> unknown_function at plai: did you mean 'play'?
end

on("IncomingCall", function(call)
  call:answer()
  greet(call)
  log.warn("hm") --> unknown_function at warn: there is no log.warn
  local answer = http.put("https://example.com", {}) --> unknown_function at put: there is no http.put
  if answer then store.increment("answers") end --> unknown_function at increment: there is no store.increment
  menu.aks(call, { text = "Well?", choices = { ["1"] = "a" } }) --> unknown_function at aks: std.menu has no 'aks'; did you mean 'ask'?
  local prefix = call.from:substring(1, 3) --> unknown_function at substring: there is no string.substring
  log.info(string.trim(prefix), { at = os.clock() }) --> unknown_function at trim: there is no string.trim --> unknown_function at clock: there is no os.clock
  local operation = call:play { text = "Music.", loop = true }
  operation:stop() --> unknown_function at stop: an operation has no 'stop'
  call:hangup() --> unknown_function at hangup: a call has no 'hangup'; did you mean 'hang_up'?
end)
