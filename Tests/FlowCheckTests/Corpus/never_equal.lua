local collect, transfer = require "std.collect", require "std.transfer"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call, event)
  call:answer()
  local heard, err = call:recognize { text = "Press 1.", dtmf = { max = 1 } }
  if heard and heard.tones == 1 then log.info("sales") end --> never_equal at 1 then: a text is never equal to a number; write "1"
  if heard and heard.tones == "1" then log.info("sales") end
  if err and err == "initial_silence" then log.info("nothing") end --> never_equal at "initial_silence": compare err.reason
  if err ~= nil and err.code ~= "400" then log.info("other") end --> never_equal at "400": write 400 without quotes
  if err and err.code == 400 then log.info("other") end
  local digits, reason = collect.digits(call, { text = "Your PIN?", length = 4 })
  if digits == 1234 then log.info("right") end --> never_equal at 1234: tonumber
  if tonumber(digits) == 1234 then log.info("right") end
  if reason == "no_input" then log.info("nothing") end
  local taken, why = transfer.blind(call, { target = "+14255550123" })
  if not taken and why.reason == "busy" then log.info("busy") end --> unknown_field at reason: a text has no field 'reason'
  if event == "IncomingCall" then return end --> never_equal at "IncomingCall": an event IncomingCall is a table
  local answer = http.get("https://example.com/")
  if answer and answer.status == "200" then log.info("fine") end --> never_equal at "200": write 200
  if answer and answer.body.name then log.info("named") end --> unknown_field at name: a text has no field 'name'
  if call == "ended" then return end --> never_equal at "ended": a call is never equal to a text
end)
