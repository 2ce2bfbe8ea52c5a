-- Makes events that are never the same twice, as cheaply as wrk allows.
--   wrk … -s wrk.lua URL -- offer BYTES       new calls, each with an offer token of so many bytes
--   wrk … -s wrk.lua URL -- offer-other BYTES the same size, but an event that nobody wants
--   wrk … -s wrk.lua URL -- heard PATHS       "PlayCompleted" of each session's current prompt, turn by turn
--   wrk … -s wrk.lua URL -- other PATHS       an event that the sessions' flow has no hook for
local count = 0

function setup(thread)
  thread:set("number", count)
  count = count + 1
  thread:set("run", tostring(os.time() % 100000))
end

local function post(path, body_size)
  return "POST " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
    .. "Content-Length: " .. body_size .. "\r\n\r\n"
end

local made = -1
local discards = false

local function offers(name, token_size)
  local phone = '{"kind":"phoneNumber","rawId":"4:+%s","phoneNumber":{"value":"+%s"}}'
  local from, to = phone:gsub("%%s", "14255550123"), phone:gsub("%%s", "18005550199")
  local first = '[{"id":"'
  local second = '","topic":"/subscriptions/0/resourceGroups/bench","subject":"/caller/4:+14255550123/recipient/4:+18005550199",'
    .. '"data":{"to":' .. to .. ',"from":' .. from .. ',"serverCallId":"aHR0cHM6Ly9leGFtcGxlLnRlc3QvY29udi9hYmMxMjM",'
    .. '"callerDisplayName":"","incomingCallContext":"' .. string.rep("eyJhbGciOiJub25l", token_size / 16)
    .. '","correlationId":"'
  local third = '"},"eventType":"Microsoft.Communication.' .. name .. '","dataVersion":"1.0","metadataVersion":"1",'
    .. '"eventTime":"' .. os.date("!%Y-%m-%dT%H:%M:%SZ") .. '"}]'
  local id = "bench-" .. run .. "-" .. number .. "-"
  local size = #first + #second + #third + 2 * (#id + 8)
  local head = post("/events/incoming", size) .. first .. id
  local middle = second .. id
  return function()
    made = made + 1
    local n = 10000000 + made
    return head .. n .. middle .. n .. third
  end
end

local function events(name, file)
  local paths = {}
  local line_number = 0
  for path in io.lines(file) do
    -- A session belongs to one thread: its prompts have an order.
    if line_number % 2 == number then paths[#paths + 1] = path end
    line_number = line_number + 1
  end
  local first = '[{"id":"'
  local second = '","source":"calling/callConnections/connection","type":"Microsoft.Communication.' .. name
    .. '","data":{"version":"2026-03-12","resultInformation":{"code":200,"subCode":0,'
    .. '"message":"Action completed successfully."},"callConnectionId":"connection",'
    .. '"serverCallId":"aHR0cHM6Ly9leGFtcGxlLnRlc3QvY29udi9hYmMxMjM",'
    .. '"correlationId":"7e7e7e7e-1111-4222-8333-444455556666","operationContext":"'
  local third = '},"time":"2026-03-12T10:00:12.0000000+00:00","specversion":"1.0","datacontenttype":"application/json",'
    .. '"subject":"calling/callConnections/connection"}]'
  local id = "bench-" .. run .. "-" .. number .. "-"
  local size = #first + #id + 8 + #second + 10 + #third
  local heads = {}
  for i, path in ipairs(paths) do heads[i] = post(path, size) .. first .. id end
  local contexts = {}
  return function()
    made = made + 1
    local turn = (made - made % #paths) / #paths
    local context = contexts[turn]
    if context == nil then
      -- The first operation answered the call; the blanks keep all bodies at one length.
      context = (turn + 2) .. '.1"'
      context = second .. context .. string.rep(" ", 10 - #context) .. third
      contexts[turn] = context
    end
    return heads[made % #paths + 1] .. (10000000 + made) .. context
  end
end

local make

function init(arguments)
  discards = number == 0 -- wrk throws the very first request of all away
  local mode, value = arguments[1], arguments[2]
  if mode == "offer" then
    make = offers("IncomingCall", tonumber(value))
  elseif mode == "offer-other" then
    make = offers("IncomingText", tonumber(value))
  else
    make = events(mode == "heard" and "PlayCompleted" or "HoldFailed", value)
  end
end

function request()
  if not discards then return make() end
  discards = false
  local discarded = make()
  made = -1
  return discarded
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
