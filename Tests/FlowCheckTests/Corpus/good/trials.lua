local menu, queue, retry, text = require "std.menu", require "std.queue", require "std.retry", require "std.text"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550188" }

local choices = { ["1"] = "sales" }
choices["2"] = config.DESK
local desk = queue.new { name = "desk", agents = { "+14255550131" } }

local EXTRA, LIMIT, NIGHT = "", 0, nil

local function shared(call, digits)
  call:play { text = "One moment, please.", loop = true }
  call:send_dtmf { tones = digits or "1#" }
  call:send_dtmf { tones = "1#", target = "+14255550124" }
end

on("IncomingCall", function(call, event)
  call:answer { operation_context = "a" }
  shared(call, call.data.digits)
  if EXTRA ~= "" then call:play { text = EXTRA } end
  if #EXTRA > 0 then call:play { text = EXTRA } end
  if NIGHT then call:transfer { target = NIGHT } end
  local waited = LIMIT > 0 and sleep(LIMIT)
  if LIMIT > 0 and waited then within(LIMIT, function() call:recognize { dtmf = { max = 1 } } end) end
  menu.ask(call, { text = { "Press 1.", "\u{e9}\0\"\\\n" }, choices = choices, retries = -1 + 2, timeout = 0x10 })
  local answer = retry.call(function() return http.get("https://example.com/") end, { tries = 2 })
  if not answer then log.warning("none", { cents = -1, tenth = 0.1, large = 1e300, whole = 1 // 1 }) end
  race { function() call:play { text = "A." } end, function() sleep(1) end }
  within(5, function() call:recognize { dtmf = { max = 1 } } end)
  local other = create_call { target = "+14255550125" }
  if other then other:hang_up() end
  log.info(text.money(12.5, "USD", "en-US"))
  if not desk:wait(call) then call:hang_up { for_everyone = true } end
end)
