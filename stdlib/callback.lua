--- Promises to call somebody back. A promise waits in a session of its own until it is due, so that it outlives the
--- call, the process and the server; every further try is a session again.
---
---     -- flows/helpline/main.lua: during a call
---     local number = callback.offer(call, { text = "To be called back, press 1. To hold the line, press 2." })
---     if number then callback.promise(call, { to = number, flow = "callbacks", hours = office }) end
---
---     -- flows/callbacks/main.lua
---     on("Launch", function(event)
---       local reached, reason, again = callback.run(event, function(call, promise) … end)
---       if not reached and not again then log.warning("not called back", { reason = reason }) end
---     end)
---
--- The session begins at once, so the first try runs the flow as it is when the promise is made, be it due days later.
local menu = require "std.menu"
local options = require "std.options"

local callback = {}

local signal_name = "callback.cancel"
-- What a wait for a signal takes at most.
local longest_wait = 86400
-- The store knows for so long which session keeps a promise, so that it can be taken back.
local remembered = { expires = 400 * 86400 }
local cancelled = "cancelled"

local promise_options = {
  to = true, caller_id = true, display_name = "text", timeout = { "number", 1, 86400 },
  after = { "number", 0, 31536000 }, at = "number", hours = "table", flow = "text",
  tries = { "whole", 1, 100 }, every = { "number", 1, 31536000 }, params = "table", key = "text",
}

--- Of the store, and the session's key.
local function entry(id) return "callback/" .. id end

local function word() return math.random(0, 0xffffffff) end

--- When the hours that were given are open next; the time itself without any.
local function within_hours(what, hours, time)
  if hours == nil then return time end
  if type(hours.first_open) ~= "function" then
    options.raise(what .. ": hours are those of hours.new { … }")
  end
  local open = hours:first_open(time)
  if not open then options.raise(what .. ": the hours have no opening within a year") end
  return open
end

--- The number or raw id of somebody; a wrong one is raised where the module was called.
local function id_of(what, who)
  local known, found = pcall(identifier, who)
  if known then return found.phone_number or found.raw_id end
  options.raise(what .. ": " .. tostring(found):gsub("^%S+:%d+: ", ""))
end

--- Promises to call somebody back: launches the flow that does it.
---
--- @param call table? the call during which it is promised; may be left out: `callback.promise { … }`
--- @param given table
---   flow           the flow that calls back, with `callback.run` in its Launch hook
---   to             who is called; the caller, if not given
---   after          seconds from now; or
---   at             seconds since 1970; at once, if neither is given
---   hours          hours of std.hours: not before they are open
---   tries, every   how often it is tried, and the seconds between two tries; 3 and 300 if not given
---   timeout        how long it rings, as for create_call
---   caller_id, display_name   as for create_call
---   params         what the flow needs to know, as `promise.params`
---   key            promising twice with one key is one promise, whose id it is; without, a call has one for each flow
---                  and `to`
--- @return string the promise's id; or nil and the reason of a failure
function callback.promise(call, given)
  if given == nil and type(call) == "table" then call, given = nil, call end
  options.check("callback.promise", given, promise_options)
  if not given.flow then
    options.raise "callback.promise: flow is missing, the name of the flow that calls back with callback.run"
  end
  if given.at and given.after then options.raise "callback.promise: give either at or after, not both" end
  local to = given.to
  if to == nil then to = call and call.from end
  if to == nil then options.raise "callback.promise: to is missing, and there is no caller" end
  to = id_of("callback.promise", to)

  local id = given.key
  if not id and call and call.correlation_id then id = call.correlation_id .. "/" .. given.flow .. "/" .. to end
  if not id then id = ("%08x%08x%08x%08x"):format(word(), word(), word(), word()) end
  if #id > 200 then options.raise("callback.promise: key has at most 200 bytes, not " .. #id) end
  local session, err = launch(given.flow, {
    callback = {
      id = id, flow = given.flow, try = 1, to = to,
      due = within_hours("callback.promise", given.hours, given.at or now() + (given.after or 0)),
      caller_id = given.caller_id and id_of("callback.promise", given.caller_id),
      display_name = given.display_name, timeout = given.timeout,
      tries = given.tries or 3, every = given.every or 300, params = given.params,
    },
  }, { key = entry(id) })
  if not session then return nil, err.reason end
  store.compare_and_set(entry(id), nil, session, remembered)
  return id
end

--- Takes a promise back. Somebody who is just being rung is rung no longer; one who has answered is not disturbed.
---
--- @param id string the promise's id
--- @return boolean true; or nil and the reason of a failure: "not_found" where there is none, or it has been kept
function callback.cancel(id)
  if type(id) ~= "string" then
    options.raise("callback.cancel: the id is missing that callback.promise returned, not " .. tostring(id))
  end
  local session = store.get(entry(id))
  if not session then return nil, "not_found" end
  if session == cancelled then return true end
  -- A session that has just begun another try looks here first.
  store.set(entry(id), cancelled, remembered)
  local done, err = signal(session, signal_name)
  if not done then return nil, err.reason end
  return true
end

--- One try: the call, or nil and the reason.
local function reach(promise, hours)
  local due = within_hours("callback.run", hours, promise.due)
  while now() < due do sleep(math.min(due - now(), longest_wait)) end
  if store.get(entry(promise.id)) == cancelled then return nil, cancelled end
  local call, err = create_call {
    target = promise.to, caller_id = promise.caller_id, display_name = promise.display_name, timeout = promise.timeout,
  }
  if not call then return nil, err.reason end
  return call
end

--- Leaves the next try to a session of its own, since one goes on for a few minutes only after its call. Gives the time
--- of that try, or nil and the reason when there is none.
local function try_again(promise)
  promise.try, promise.due = promise.try + 1, now() + promise.every
  local session, err = launch(promise.flow, { callback = promise }, { key = entry(promise.id) .. "/" .. promise.try })
  if not session then return nil, err.reason end
  local before = store.get(entry(promise.id))
  if before ~= cancelled and store.compare_and_set(entry(promise.id), before, session, remembered) then
    return promise.due
  end
  -- Taken back meanwhile; the new session may sleep already.
  signal(session, signal_name)
  return nil, cancelled
end

--- Keeps a promise: waits until it is due, calls, and goes on when somebody has answered.
---
--- @param event table what the Launch hook got
--- @param f function gets the call and the promise: id, to, due, try, tries, every, params
--- @param given table? hours: hours of std.hours that every try keeps to, not only the first
--- @return true and what f returned; or nil, why nobody was reached ("busy", "no_answer", …, or "cancelled"), and the
---   time from which it is tried again, in a session of its own, or nil when this was the last try
function callback.run(event, f, given)
  local promise = type(event) == "table" and type(event.params) == "table" and event.params.callback
  if type(promise) ~= "table" or type(promise.id) ~= "string" then
    options.raise "callback.run: the event is no promise; it is for the Launch hook of what callback.promise launches"
  end
  if type(f) ~= "function" then
    options.raise "callback.run: the function is missing, as in callback.run(event, function(call, promise) … end)"
  end
  local hours
  if given ~= nil then hours = options.check("callback.run", given, { hours = "table" }).hours end
  promise.params = promise.params or {}
  local _, call, reason = race {
    function() return reach(promise, hours) end,
    function()
      repeat until wait_for("Signal", { signal = signal_name }, longest_wait)
      return nil, cancelled
    end,
  }
  local again
  if not call and reason ~= cancelled and promise.try < promise.tries then
    local why
    again, why = try_again(promise)
    reason = why or reason
  end
  if not again then store.delete(entry(promise.id)) end
  if not call then return nil, reason, again end
  return true, f(call, promise)
end

local offer_options = options.with_prompt {
  yes = "text", no = "text", number = true, confirm = "prompt", enter = "prompt", invalid = "prompt",
  parse = "function", speak = "function", retries = { "whole", 0, 100 }, no_input = "prompt", no_match = "prompt",
  timeout = { "whole", 1, 300 },
}

--- The number put into a text, or into the texts of a prompt.
local function with_number(prompt, text)
  if type(prompt) == "string" then return (prompt:gsub("{number}", function() return text end)) end
  local filled = {}
  for name, value in pairs(prompt) do filled[name] = with_number(value, text) end
  return filled
end

--- The number that is called back unless the caller wants another: a phone that is not withheld.
local function own_number(given, call)
  local who = given.number
  if who == nil then who = call.from end
  if not who then return nil end
  local known, found = pcall(identifier, who)
  if known and found.phone_number and not found.is_anonymous then return found.phone_number end
  if given.number then options.raise("callback.offer: number is no phone number: " .. tostring(given.number)) end
  return nil
end

local function spaced(number) return (number:gsub("%D", ""):gsub("%d", "%0 "):gsub(" $", "")) end

--- With the country's code, as the number is asked for.
local function with_code(digits)
  digits = digits:gsub("^00", "")
  if #digits < 8 or #digits > 15 or digits:sub(1, 1) == "0" then return nil end
  return "+" .. digits
end

--- Asks whether to call back, and at which number.
---
--- @param call table the call
--- @param given table
---   text, file, …      the question, which names both keys
---   yes, no            the keys; "1" and "2" if not given
---   number             the number that is offered; the caller's, if not given. A withheld one is asked for
---   confirm            a text with {number}; "1" is right, "2" asks for another number
---   enter              asks for a number, which ends with the pound key
---   parse              function from the digits to a number, or nil when they are none; if not given, they begin with
---                      the country's code. By the habits of a country: function(d) return numbers.parse(d, "US") end
---   speak              function from a number to how it is said; its digits, if not given
---   invalid            said when it is none, or none was entered
---   retries            how often each question is asked again; 2 if not given
---   no_input, no_match, timeout   as for menu.ask
--- @return string the number; or nil and "declined", "no_input", "no_match", "invalid" or the reason of a failure
function callback.offer(call, given)
  options.check("callback.offer", given, offer_options)
  options.require_prompt("callback.offer", given)
  local yes, no, retries = given.yes or "1", given.no or "2", given.retries or 2
  if yes == no then options.raise "callback.offer: yes and no are the same key" end
  local confirm = given.confirm
    or "We will call you at {number}. If that is right, press 1. To enter another number, press 2."
  local enter = given.enter or "Please enter the number with its country code, then press the pound key."
  local invalid = given.invalid or "That is no number that we can call."

  local function ask(prompt, choices)
    prompt.choices, prompt.retries, prompt.timeout = choices, retries, given.timeout
    prompt.no_input, prompt.no_match = given.no_input, given.no_match
    return menu.ask(call, prompt)
  end

  local wanted, reason = ask(options.own_prompt(given), { [yes] = true, [no] = false })
  if wanted == nil then return nil, reason end
  if not wanted then return nil, "declined" end

  local number = own_number(given, call)
  local missed = 0
  while true do
    if number then
      local text = (given.speak or spaced)(number)
      local right
      right, reason = ask(options.prompt(with_number(confirm, text), given), { ["1"] = true, ["2"] = false })
      if right then return number end
      if right == nil then return nil, reason end
    end
    local prompt = options.prompt(enter, given)
    prompt.dtmf, prompt.initial_silence_timeout = { max = 20, stop = "#" }, given.timeout
    local heard, err = call:recognize(prompt)
    if not heard and err.reason ~= "initial_silence" and err.reason ~= "inter_tone_timeout" then
      return nil, err.reason
    end
    number = heard and (given.parse or with_code)((heard.tones:gsub("%D", "")))
    if not number then
      missed = missed + 1
      if missed > retries then return nil, heard and "invalid" or "no_input" end
      call:play(options.prompt(invalid, given))
    end
  end
end

return callback
