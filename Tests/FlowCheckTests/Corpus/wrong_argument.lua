flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199", idle = 0 } --> wrong_argument at 0 }: 'idle' must be from 1 to 86400

local sentence = "Please hold."

on("IncomingCall", function(call)
  call:answer()
  call:play(sentence) --> wrong_argument at sentence: 'options' must be a table
  call:play { "Hello." } --> wrong_argument at "Hello.": options are written with names
  call:play {} --> wrong_argument at play: nothing to play
  call:play { text = 5 } --> wrong_argument at 5: 'text' must be
  call:play { text = "a", file = "https://example.com/a.wav" } --> wrong_argument at file: are both the prompt
  call:play { file = "prompts/hello.wav" } --> wrong_argument at "prompts: 'file' must be an address
  call:transfer() --> wrong_argument at transfer: option 'target' is missing
end)

on("CallConnected", { operation_context = "desk" }, function(call)
  local heard = call:recognize { text = "Well?", dtmf = { max = "4" } } --> wrong_argument at "4": 'max' must be a whole number
  local again = call:recognize { text = "Well?" } --> wrong_argument at recognize: nothing to listen for
  local keys = call:recognize { dtmf = { stop = "#" } } --> wrong_argument at { stop: option 'max' is missing
  log.info("heard", heard, again, keys) --> wrong_argument at again: log.info takes 2 arguments, not 4
  sleep("5") --> wrong_argument at "5": 'seconds' must be a number
  sleep() --> wrong_argument at sleep: 'seconds' is missing
  call:start_recording { format = "ogg" } --> wrong_argument at "ogg": 'format' must be "wav" or "mp3"
  within(5) --> wrong_argument at within: 'function' is missing
end)

local function greet(call) call:play { text = "Hello." } end
local function greeter(call) return function() greet(call) end end

on("PlayCompleted", function(call)
  race { call:play { text = "A." }, function() sleep(1) end } --> wrong_argument at call:play { text = "A." }: race: this is called at once
  spawn(greet(call)) --> wrong_argument at greet(call): write function() … end around it
  all { greeter(call), function() greet(call) end }
end)

on("Launch", function()
  local call = create_call { display_name = "Contoso" } --> wrong_argument at { display_name: exactly one of the options 'target' and 'targets'
  local other = connect_call { room_id = "1", server_call_id = "2" } --> wrong_argument at room_id: exactly one of the options
  log.info("calls", { one = call ~= nil, other = other ~= nil })
end)
