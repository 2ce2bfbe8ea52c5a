-- The web, the store and JSON.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

local base = "https://crm.example.com"

local function look_up(number)
  local answer, err = http.get(base .. "/people", { query = { number = number }, bearer = http.secret("CRM") })
  if not answer then
    if err.reason == "timeout" or err.reason == "unreachable" then return nil, "later" end
    return nil, err.message
  end
  local person = answer.json
  return person and person.name, answer.headers["content-type"]
end

on("IncomingCall", function(call)
  local name, type = look_up(call.from)
  call:answer()
  if store.compare_and_set("lock", nil, call.correlation_id, { expires = 60 }) then store.delete("lock") end
  store.compare_and_set("owner", call.correlation_id, nil)
  local text, broken = json.decode('{"a":[1,null]}')
  if broken then log.info("broken", { why = broken.message }) end
  log.info("known", { name = name, type = type, a = text and text.a[1], list = json.encode { json.empty_list() } })
  call:play { text = name and "Hello " .. name or "Hello." }
  local done, result = pcall(function() return within(5, function() return call:recognize { dtmf = { max = 1 } } end) end)
  log.info("heard", { done = done, tones = done and result and result.tones })
  http.post(base .. "/calls", { json = { from = call.from }, idempotency_key = call.correlation_id })
end)
