--- Digits that a caller keys in: asked for, checked, read back, asked for again.
local check_digits = require "std.check_digits"
local menu = require "std.menu"
local options = require "std.options"

local collect = {}

--- One key of a phone.
local function key(value)
  if type(value) == "string" and string.find(value, "^[0-9A-D#*]$") then return nil end
  return "must be one key, such as \"1\""
end

local known = options.with_prompt {
  length = { "whole", 1, 128 }, min = { "whole", 1, 128 }, max = { "whole", 1, 128 }, retries = { "whole", 0, 100 },
  timeout = { "whole", 0, 300 }, inter_tone_timeout = { "whole", 1, 60 }, mask = "boolean", target = true,
  no_input = "prompt", confirm = "prompt", again = "prompt", interrupt = "boolean", interrupt_prompt = "boolean",
  operation_context = "text", check = true, invalid = true, yes = key, no = key,
  stop = function(value)
    return value ~= false and key(value) and "must be one key, such as \"#\", or false for none" or nil
  end,
}

local placeholder = "{digits}"

--- Whether a text, a list of them, or the texts of a prompt have the place for the digits.
local function mentions_digits(value)
  if type(value) == "string" then return string.find(value, placeholder, 1, true) ~= nil end
  for _, part in pairs(value) do
    if mentions_digits(part) then return true end
  end
  return false
end

--- The options with what is not said filled in.
local function read(given)
  local what = "collect.digits"
  options.check(what, given, known)
  if given.length and (given.min or given.max) then
    options.raise(what .. ": give either length, or min and max")
  end
  local max = given.length or given.max
  if not max then options.raise(what .. ": how many digits is missing: length = 6, or min = 1, max = 10") end
  local min = given.length or given.min or 1
  if min > max then options.raise(what .. ": min is " .. min .. ", which is more than max, " .. max) end
  local check = given.check
  if check ~= nil and type(check) ~= "function" then check = check_digits.named(what, check) end
  if given.invalid ~= nil and type(given.invalid) ~= "function" then
    options.check(what, { invalid = given.invalid }, { invalid = "prompt" })
  end
  if given.mask and given.confirm and mentions_digits(options.prompt(given.confirm)) then
    options.raise(what .. ": a masked entry is never read back; leave {digits} out of confirm")
  end
  if (given.yes or "1") == (given.no or "2") then options.raise(what .. ": yes and no are the same key") end
  local stop = given.stop
  if stop == nil then stop = "#" end
  return min, max, stop, check
end

--- The same value with digits, one after the other, where its texts have the place for them.
local function with_digits(value, spoken)
  if type(value) == "string" then return (string.gsub(value, placeholder, spoken)) end
  local filled = {}
  for name, part in pairs(value) do filled[name] = with_digits(part, spoken) end
  return filled
end

--- Reads the digits back: true or false as the caller says, or nil and a reason.
local function confirmed(call, given, digits)
  local request = options.prompt(given.confirm, given)
  if not given.mask then request = with_digits(request, string.gsub(digits, "%d", "%0, "):sub(1, -3)) end
  request.choices = { [given.yes or "1"] = true, [given.no or "2"] = false }
  request.timeout, request.target = given.timeout, given.target
  local answer, reason = menu.ask(call, request)
  if reason == "no_input" or reason == "no_match" then reason = "not_confirmed" end
  return answer, reason
end

--- What is wrong with an entry, as a reason; nil for nothing.
local function fault(digits, min, check)
  if string.find(digits, "%D") then return "invalid" end
  if #digits < min then return "too_short" end
  if not check then return nil end
  local right, reason = check(digits)
  if right then return nil end
  return type(reason) == "string" and reason or "invalid"
end

--- Asks for digits until they are complete, right and confirmed, and returns them.
---
---     local account, reason = collect.digits(call, {
---       text = "Please enter your account number, then the hash key.", min = 6, max = 10, check = "luhn",
---       no_input = "I heard nothing.", invalid = "That is no account number.",
---       confirm = "You entered {digits}. Press 1 if that is right, 2 to try again.",
---     })
---
--- A key that is not a digit makes an entry invalid. An entry of less than max digits ends with the stop key: the
--- service takes a pause that is too long for a failure, and does not tell what was pressed before.
---
--- @param call table the call
--- @param given table options
---   text, file, …        the prompt: text, file, ssml or sources, with voice, voice_kind, locale and custom_voice
---   length; or min, max  how many digits, up to 128; min is 1 if not given
---   stop                 the key that ends an entry early; "#" if not given, false for none
---   retries              how often to ask again; 2 if not given
---   again                the prompt from the second time on, such as a shorter one
---   no_input             said before asking again when nothing was pressed: a text, or a table as for play
---   invalid              the same when the entry was none; or a function of the reason that returns one of these or
---                        nil
---   timeout              seconds until the first key; 5 if not given
---   inter_tone_timeout   seconds between keys, at most 60; 2 if not given
---   mask                 hides what is pressed from timelines; a masked entry is never read back
---   check                "luhn", "mod97", "mod11" or "ean", see check_digit; or a function of the digits that returns
---                        whether they are right and, if not, a reason (a word); it may wait, as for a server
---   confirm              asked after a right entry: a text, or a table as for play, with {digits} where they are read
---                        back
---   yes, no              the keys that answer it; "1" and "2" if not given; "no" is another try
---   target, interrupt, interrupt_prompt, operation_context   as for recognize
--- @return the digits, a text; or nil and the reason of the last try: "no_input", "too_short", "inter_tone_timeout",
---   "invalid", what check said, "not_confirmed", or the reason of a failure
function collect.digits(call, given)
  local min, max, stop, check = read(given)
  local retries = given.retries or 2
  local reason
  for turn = 0, retries do
    local request = turn > 0 and options.prompt(given.again, given) or options.own_prompt(given)
    request.dtmf = { max = max, stop = stop or nil, inter_tone_timeout = given.inter_tone_timeout }
    request.initial_silence_timeout, request.mask, request.target = given.timeout, given.mask, given.target
    request.interrupt, request.interrupt_prompt = given.interrupt, given.interrupt_prompt
    request.operation_context = given.operation_context
    local heard, err = call:recognize(request)
    local remark
    if heard and heard.tones ~= "" then
      local digits = heard.tones
      reason = fault(digits, min, check)
      if not reason then
        if not given.confirm then return digits end
        local right, why = confirmed(call, given, digits)
        if right then return digits end
        if why then return nil, why end
        reason = "not_confirmed"
      else
        remark = given.invalid
      end
    elseif heard or err.reason == "initial_silence" then
      reason, remark = "no_input", given.no_input
    elseif err.reason == "inter_tone_timeout" then
      reason, remark = err.reason, given.invalid
    else
      return nil, err.reason
    end
    -- What asks for another try is not said when there is none.
    if turn < retries then
      if type(remark) == "function" then remark = remark(reason) end
      if remark then call:play(options.prompt(remark, given)) end
    end
  end
  return nil, reason
end

--- Whether the last digit, or the last two, fit the others.
---
--- @param name string "luhn" (cards, IMEIs), "mod97" (ISO 7064, as in an IBAN that is all digits), "mod11" (ISBN-10,
---   NHS numbers) or "ean" (EAN, UPC, ISBN-13)
--- @param digits string two digits or more; anything else does not fit
--- @return true or false
function collect.check_digit(name, digits)
  local check = check_digits.named("collect.check_digit", name)
  return type(digits) == "string" and string.find(digits, "^%d%d+$") ~= nil and check(digits)
end

return collect
