-- Names of ours for things of the flow's own, and Lua that is unusual and right.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local function signal(text) return text:upper() end
local all = function(list) return #list end
local race = { winner = nil }
race.winner = "nobody"

local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({ first = 1, last = 0 }, Queue) end
function Queue:push(item)
  self.last = self.last + 1
  self[self.last] = item
end

local mt = { __index = function(_, key) return key end, __call = function() return 1 end }
local open = setmetatable({}, mt)

on("IncomingCall", function(call, event)
  local _ENV = _ENV
  local queue = Queue.new()
  queue:push(signal("x"))
  log.info(open.anything, { count = all { 1, 2 }, number = open(), winner = race.winner })
  local log_line = ("%s from %s"):format(event.id, call.from)
  log.info(log_line, { anything = call.data.whatever })
  call.data.tries = (call.data.tries or 0) + 1
  goto answer
  ::answer::
  do call:answer() end
  for i = 3, 1, -1 do
    if i == 2 then goto continue end
    call:play { text = tostring(i) }
    ::continue::
  end
  local text <const> = "Goodbye."
  call:play { text = text }
  local options = { text = "x" }
  options.text, options.locale = text, "en-US"
  call:play(options)
  local method = call.play
  method(call, { text = text })
  if call.state ~= "disconnected" then call:hang_up { for_everyone = true } end
end)
