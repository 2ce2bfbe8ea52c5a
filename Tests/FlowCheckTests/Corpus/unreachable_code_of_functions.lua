local menu = require "std.menu"
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function goodbye(call, words)
  if words then
    call:play { text = words }
    call:hang_up { for_everyone = true }
    return true
  end
  if call.data.is_quiet then call:hang_up() else call:hang_up { for_everyone = true } end
end

local function close(call, reason)
  log.info("closing", { reason = reason })
  goodbye(call)
end

local function perhaps(call) if call.data.is_quiet then call:hang_up() end end

local function again(call, times)
  if times == 0 then return call:hang_up() end
  again(call, times - 1)
end

local function after(call) spawn(function() goodbye(call) end) end
local function other(call) call = create_call { target = "+14255550123", caller_id = "+18005550199" } if call then goodbye(call) end end

on("IncomingCall", { to = "+18005550111" }, function(call)
  call:answer()
  local key = menu.ask(call, { text = "Press 1.", choices = { ["1"] = "a" } })
  if not key then
    close(call, "nobody")
    call:play { text = "Goodbye." } --> unreachable_code at play: close of line 32 has ended the call
  end
  perhaps(call)
  again(call, 2)
  after(call)
  other(call)
  call:play { text = "Hello." }
  if key == "a" then
    goodbye(call, "Bye.")
  else
    close(call)
  end
  call:recognize { text = "Well?", dtmf = { max = 1 } } --> unreachable_code at recognize: close of line 43 has ended the call
end)
