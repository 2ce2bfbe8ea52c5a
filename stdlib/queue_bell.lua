--- How sessions of std.queue wake one another: by the signal "std.queue", whose data names the queue. It says no more
--- than "look again", so one too many does no harm, and one that is lost is made good by the next look.
local queue_bell = {}

local bell = {}
bell.__index = bell

local filter, longest = { signal = "std.queue" }, 86400

--- Hears the signal from now on, whatever the session waits for meanwhile. `stop` ends that.
function queue_bell.new()
  local new = setmetatable({ rung = false }, bell)
  new.task = spawn(function()
    -- Nothing comes between two turns: what wakes this task is what it waits for again.
    while true do new.rung = wait_for("Signal", filter, longest) ~= nil or new.rung end
  end)
  return new
end

--- Wakes a session. Returns false when there is no such session any more.
function queue_bell.ring(session_id, queue)
  local told, err = signal(session_id, filter.signal, { queue = queue })
  return told ~= nil or err.reason ~= "not_found"
end

--- Waits until it rings, unless it has.
function bell:wait()
  while not self.rung do self.rung = wait_for("Signal", filter, longest) ~= nil end
end

--- Whether it has rung since it was asked.
function bell:has_rung()
  local rung = self.rung
  self.rung = false
  return rung
end

function bell:stop() self.task:cancel() end

return queue_bell
