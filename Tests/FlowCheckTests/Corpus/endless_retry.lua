local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local function ask(call)
  local heard, err = call:recognize { text = "Your PIN?", dtmf = { max = 4 } }
  return heard and heard.tones, err
end

on("IncomingCall", function(call)
  call:answer()
  local heard
  repeat --> endless_retry at repeat: this loop is not left while call:recognize of line 14 fails
    heard = call:recognize { text = "Yes or no?", dtmf = { max = 1 } }
  until heard
  while true do --> endless_retry at while: call:recognize of line 6 fails
    local pin = ask(call)
    if pin == "1234" then log.info("in") end
    if pin then break end
  end
  local choice
  while not choice do --> endless_retry at while: this loop is not left while menu.ask of line 23 fails
    choice = menu.ask(call, { text = "Well?", choices = { ["1"] = "a" } })
  end
  while true do --> endless_retry at while: call:play of line 26 fails
    call:play { file = "https://example.com/music.wav" }
  end
end)

on("Launch", function(event)
  local call, err
  repeat --> endless_retry at repeat: create_call of line 33 fails
    call, err = create_call { target = event.params.to }
    if err then log.info("again", { reason = err.reason }) end
  until call ~= nil
  while true do --> endless_retry at while: call:recognize of line 37 fails
    local ok, heard = pcall(function() return call:recognize { text = "Well?", dtmf = { max = 1 } } end)
    if ok and heard then break end
  end
end)
