--- Trying again what may work later, such as a request to a server.
local options = require "std.options"

local retry = {}

local known = {
  tries = { "whole", 1, 1000 }, first = { "number", 0, 86400 }, factor = { "number", 1, 100 },
  longest = { "number", 0, 86400 }, jitter = { "number", 0, 1 }, when = "function",
}

--- Calls a function until it succeeds, and waits between the tries, longer each time.
---
---     local res, err = retry.call(function()
---       local res, err = http.get("https://crm.example.com/account", { timeout = 3 })
---       if res and res.status >= 500 then return nil, "unavailable" end
---       return res, err
---     end, { tries = 4, first = 0.5 })
---
--- The waits are durable: a server that starts anew goes on where it was. An error that the function raises, and the
--- end of the call, are not tried again; they go through.
---
--- @param f function gets the number of the try; it failed when it returns nil and something
--- @param given table or nil options
---   tries    how often it is called at most; 3 if not given
---   first    seconds before the second try; 1 if not given
---   factor   by which each wait is longer than the last; 2 if not given
---   longest  seconds that a wait is at most; 60 if not given
---   jitter   the part of each wait, from 0 to 1, that chance may take away, so that many sessions do not ask at the
---            same moment; 0 if not given
---   when     a function of what came back, and the number of the try: whether to try again; always if not given
--- @return what f returns; or nil and what it returned last
function retry.call(f, given)
  if type(f) ~= "function" then options.raise("retry.call: a function is needed, not " .. tostring(f)) end
  given = options.check("retry.call", given or {}, known)
  local tries, wait = given.tries or 3, given.first or 1
  local factor, longest, jitter = given.factor or 2, given.longest or 60, given.jitter or 0
  for try = 1, tries do
    local results = table.pack(f(try))
    if results[1] ~= nil or results[2] == nil then return table.unpack(results, 1, results.n) end
    if try == tries or given.when and not given.when(results[2], try) then
      return table.unpack(results, 1, results.n)
    end
    local seconds = math.min(wait, longest)
    if jitter > 0 then seconds = seconds * (1 - jitter * math.random()) end
    if seconds > 0 then sleep(seconds) end
    wait = math.min(wait * factor, longest)
  end
end

return retry
