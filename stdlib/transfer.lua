--- Giving a caller to somebody else: blind, or attended, to one person or to the first of several who takes it.
local options = require "std.options"
local music = require "std.music"

local transfer = {}

local function key(value)
  if type(value) ~= "string" or not string.find(value, "^[0-9A-D#*]$") then
    return "must be one key in quotes, such as \"1\""
  end
end

local function fallback(value)
  local kind = type(value)
  if kind ~= "string" and kind ~= "table" and kind ~= "function" then
    return "must be a text, a table such as { file = \"…\" }, or a function"
  end
end

local blind = options.with_prompt {
  target = true, targets = "table", timeout = "number", fallback = fallback, custom_context = "table",
  transferee = true, operation_context = "text",
}

local attended = options.with_prompt {
  target = true, targets = "table", timeout = { "whole", 1, 180 }, fallback = fallback, custom_context = "table",
  caller_id = true, display_name = "text", announce = "prompt", accept = key, accept_timeout = { "whole", 1, 300 },
  music = "prompt", stay = "boolean",
}

--- The options of `greet`, for modules that use it.
transfer.greeting = { announce = "prompt", accept = key, accept_timeout = { "whole", 1, 300 }, music = "prompt" }

-- One target or several, as a list.
local function targets(what, given)
  if (given.target == nil) == (given.targets == nil) then
    options.raise(what .. ": give either target = \"+1…\" or targets = { \"+1…\", … }")
  end
  if given.target ~= nil then return { given.target } end
  if #given.targets == 0 then
    options.raise(what .. ": targets must be a list such as { \"+14255550123\", \"+14255550124\" }")
  end
  return given.targets
end

-- What the caller hears first, if anything.
local function say(call, given)
  local prompt = options.own_prompt(given)
  if prompt.text or prompt.file or prompt.ssml or prompt.sources then call:play(prompt) end
end

-- Nobody has taken the call.
local function fall_back(call, given, reason)
  if type(given.fallback) == "function" then
    given.fallback(reason)
  elseif given.fallback ~= nil then
    call:play(options.prompt(given.fallback, given))
  end
  return nil, reason
end

local function is_gone(call, who)
  local _, err = call:get_participant { target = who }
  return err ~= nil and err.reason == "not_found"
end

--- Gives the call away. Whoever takes it is not known before they do, and the application is out of the call then.
---
--- @param call table the call
--- @param given table
---   target, or targets   who gets the call; of several, each is tried until one takes it
---   text, file, …        what the caller hears before
---   timeout              seconds to wait for each; the service decides by default
---   custom_context       headers that travel with the call, as `call:transfer` has them
---   transferee           who is transferred out of a group
---   fallback             when nobody takes it: a text, options of play, or function(reason)
--- @return true, or nil and the reason of the last target ("busy", "declined", "no_answer", …)
function transfer.blind(call, given)
  options.check("transfer.blind", given, blind)
  local list = targets("transfer.blind", given)
  say(call, given)
  local reason
  for _, target in ipairs(list) do
    local taken, err = call:transfer {
      target = target, timeout = given.timeout, custom_context = given.custom_context, transferee = given.transferee,
      operation_context = given.operation_context,
    }
    if taken then return true end
    reason = err.reason
  end
  return fall_back(call, given, reason)
end

--- Tells a colleague, who has just come into the call, who is there, and asks whether they want to speak. Meanwhile the
--- caller is on hold where the colleague is asked.
---
--- @param call table the call
--- @param colleague string|table the colleague
--- @param given table
---   announce         what they hear: a text or options of play
---   accept           the key by which they take the call; without one, to be there is enough
---   accept_timeout   seconds to wait for it; 10 if not given
---   music            what the caller hears while the colleague is asked
--- @return true, or nil and a reason: "declined" (another key, or they hung up), "no_answer" (no key), "caller_left"
function transfer.greet(call, colleague, given)
  local caller = call.other_party
  local announced = given.announce and options.prompt(given.announce, given)
  local accepted, reason = true, nil
  if given.accept then
    -- With an answering machine the caller shall not speak, so nobody hears them until a key was pressed.
    local held = caller and call:hold(music.on_hold(caller, given))
    local question = announced or {}
    question.target, question.dtmf = colleague, { max = 1 }
    question.initial_silence_timeout = given.accept_timeout or 10
    local heard, err = call:recognize(question)
    accepted = heard and heard.tones == given.accept
    if not accepted then reason = not heard and err.reason == "initial_silence" and "no_answer" or "declined" end
    if held then call:unhold { target = caller } end
  elseif announced then
    announced.to = colleague
    call:play(announced)
  end
  if caller and is_gone(call, caller) then return nil, "caller_left" end
  if accepted and is_gone(call, colleague) then return nil, "declined" end
  if not accepted then
    call:remove_participant { target = colleague }
    return nil, reason
  end
  return true
end

--- Brings a colleague into the call, tells them who is there, and leaves the two alone. While nobody has come the
--- caller is still here, so nothing is lost.
---
--- @param call table the call
--- @param given table
---   target, or targets   the colleague; of several, each is tried until one comes
---   text, file, …        what the caller hears before
---   music                what the caller hears while it rings: an address of a file, a text, or options of play
---   timeout              seconds that it rings for each; 20 if not given
---   announce, accept, accept_timeout   as `transfer.greet` has them
---   caller_id, display_name, custom_context   as `call:add_participant` has them
---   stay                 true: the application stays in the call
---   fallback             when nobody comes: a text, options of play, or function(reason)
--- @return true, or nil and the reason of the last one ("busy", "no_answer", "declined", …) or "caller_left"
function transfer.attended(call, given)
  options.check("transfer.attended", given, attended)
  local list = targets("transfer.attended", given)
  say(call, given)
  local plays, reason = false, nil
  for _, colleague in ipairs(list) do
    plays = plays or music.start(call, given.music, given)
    local joined, err = call:add_participant {
      target = colleague, invitation_timeout = given.timeout or 20, caller_id = given.caller_id,
      display_name = given.display_name, custom_context = given.custom_context,
    }
    if joined then
      if plays then call:cancel_all_media() end
      plays = false
      local agreed
      agreed, reason = transfer.greet(call, colleague, given)
      if agreed then
        if not given.stay then call:hang_up() end
        return true
      elseif reason == "caller_left" then
        call:hang_up { for_everyone = true }
        return nil, reason
      end
    else
      reason = err.reason
    end
  end
  if plays then call:cancel_all_media() end
  return fall_back(call, given, reason)
end

return transfer
