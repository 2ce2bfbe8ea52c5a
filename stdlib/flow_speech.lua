--- Steps that speak and listen.
local texts = require "std.flow_text"

local speech = {}

function speech.say(run, step)
  local heard, err = run.call:play(texts.prompt(run, step))
  if not heard then return err.reason, true end
  return "next"
end

function speech.hang_up(run, step)
  if step.text or step.file or step.ssml or step.sources then run.call:play(texts.prompt(run, step)) end
  run.call:hang_up { for_everyone = true }
  return false
end

--- What a step or else the chart says before it asks again.
local function remark(run, step, name)
  local given = step[name]
  if given == nil then given = run.chart.defaults and run.chart.defaults[name] end
  return given ~= nil and texts.prompt(run, given) or nil
end

local function retries(run, step)
  if step.retries ~= nil then return step.retries end
  return run.chart.defaults and run.chart.defaults.retries or 2
end

--- A phrase or several, in the caller's language.
local function phrases(run, given)
  if type(given) == "table" and given[1] == nil then given = given[run.language] or given[run.first_language] end
  return type(given) == "string" and { given } or given
end

local function choices_of(run, step)
  local choices, spoken = {}, false
  local function add(keys)
    for key, edge in pairs(keys) do
      local said = type(edge) == "table" and edge.phrases
      if said then spoken = true end
      key = tostring(key)
      choices[#choices + 1] = { value = key, tone = key, phrases = said and phrases(run, said) or { key } }
    end
  end
  add(step.keys)
  local more = step.default_keys ~= false and run.chart.defaults and run.chart.defaults.keys
  if more then add(more) end
  if spoken then return choices end
  local by_key = {}
  for _, choice in ipairs(choices) do by_key[choice.tone] = choice.value end
  return by_key
end

function speech.menu(run, step)
  local options = texts.prompt(run, step)
  options.choices = choices_of(run, step)
  options.retries, options.timeout = retries(run, step), step.timeout
  options.no_input, options.no_match = remark(run, step, "unheard"), remark(run, step, "wrong")
  local key, reason = require("std.menu").ask(run.call, options)
  if key == nil then return reason, true end
  return key
end

-- What std.collect says of an entry that was none.
local invalid = { invalid = true, too_short = true, inter_tone_timeout = true, not_confirmed = true }

--- What reads the digits back: std.collect puts them in place of {digits}.
local function confirmation(run, given)
  local before = run.vars.digits
  run.vars.digits = "{digits}"
  local prompt = texts.prompt(run, given)
  run.vars.digits = before
  return prompt
end

function speech.collect(run, step)
  local options = texts.prompt(run, step)
  options.length, options.min, options.max, options.stop = step.digits, step.min, step.max, step.stop
  options.retries, options.timeout = retries(run, step), step.timeout
  options.inter_tone_timeout = step.inter_tone_timeout
  options.mask, options.check = step.mask, step.check
  options.confirm = step.confirm and confirmation(run, step.confirm)
  options.no_input, options.invalid = remark(run, step, "unheard"), remark(run, step, "wrong")
  local refused
  if type(step.check) == "function" then
    -- A check has words of its own; each is an entry that was none.
    options.check = function(digits)
      local right, reason = step.check(digits)
      refused = not right and reason or nil
      return right, reason
    end
  end
  local digits, reason = require("std.collect").digits(run.call, options)
  if digits == nil then
    if invalid[reason] or reason == refused then return "invalid", reason end
    return reason, true
  end
  run.vars[step.into] = digits
  return "next"
end

return speech
