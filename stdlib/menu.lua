--- Menus: ask for a key or a word, and ask again when nothing or something else came.
local options = require "std.options"

local menu = {}

local known = options.with_prompt {
  choices = "table", retries = { "whole", 0, 100 }, no_input = "prompt", no_match = "prompt", again = "prompt",
  timeout = { "whole", 0, 300 }, speech = "table", mask = "boolean", interrupt = "boolean",
  interrupt_prompt = "boolean", target = true, operation_context = "text",
}

local known_of_choice = { value = true, tone = "text", phrases = "texts", label = "text" }

-- What a recognition of choices tells when it heard something else.
local no_match = { no_match = true, wrong_tone = true, not_understood = true }

local function check_key(key)
  if type(key) ~= "string" or #key ~= 1 then
    options.raise("menu.ask: a choice is one key in quotes, as in [\"1\"], not " .. tostring(key))
  end
  if not string.find("0123456789ABCD#*", key, 1, true) then
    options.raise("menu.ask: no phone has the key '" .. key .. "'; keys are 0-9, A-D, # and *")
  end
end

--- Notes a key, phrase or label, of which each may stand for one choice only.
local function note(seen, what, word)
  if seen[word] then options.raise("menu.ask: two choices have the " .. what .. " '" .. word .. "'") end
  seen[word] = true
end

--- One item of a list of choices as recognize takes it.
local function read_choice(item, index, seen)
  local what = "menu.ask: choice " .. index
  options.check(what, item, known_of_choice)
  if item.value == nil then options.raise(what .. ": what it stands for is missing, as in value = \"sales\"") end
  local label = item.label or (type(item.value) == "string" and item.value or "choice " .. index)
  note(seen.labels, "label", label)
  if item.tone then
    check_key(item.tone)
    note(seen.keys, "key", item.tone)
  end
  local phrases = item.phrases
  if type(phrases) == "string" then phrases = { phrases } end
  local own = {}
  for _, phrase in ipairs(phrases or {}) do
    if not string.find(phrase, "%S") then options.raise(what .. ": a phrase is empty") end
    local lower = string.lower(phrase)
    if not own[lower] then note(seen.phrases, "phrase", lower) end
    own[lower] = true
  end
  return { label = label, tone = item.tone, phrases = phrases, value = item.value }
end

--- The values by key; where phrases are given, also those by label and the list for recognize.
local function read_choices(given)
  if type(given[1]) ~= "table" then
    for key in pairs(given) do check_key(key) end
    return given
  end
  local by_key, by_label, list, speaks = {}, {}, {}, false
  local seen = { keys = {}, labels = {}, phrases = {} }
  for index, item in pairs(given) do
    if type(index) ~= "number" or type(item) ~= "table" then
      options.raise("menu.ask: choices are a list of tables or have a key each, not both; see " .. tostring(index))
    end
    local choice = read_choice(item, index, seen)
    if choice.tone then by_key[choice.tone] = choice.value end
    by_label[choice.label] = choice.value
    list[#list + 1] = { label = choice.label, tone = choice.tone, phrases = choice.phrases }
    speaks = speaks or choice.phrases ~= nil
  end
  for index, choice in ipairs(list) do
    if not choice.tone and not choice.phrases then
      options.raise("menu.ask: choice " .. index .. " has neither tone nor phrases")
    end
    -- Where others are said, so is this one: by its label.
    if speaks and not choice.phrases then note(seen.phrases, "phrase", string.lower(choice.label)) end
  end
  if not speaks then return by_key end
  return by_key, by_label, list
end

--- What is asked of recognize, but for the prompt.
local function recognition(given, list)
  local request = {}
  if list then
    request.choices, request.speech = list, given.speech
  else
    request.dtmf = { max = 1 }
  end
  request.initial_silence_timeout, request.mask, request.target = given.timeout, given.mask, given.target
  request.interrupt, request.interrupt_prompt = given.interrupt, given.interrupt_prompt
  request.operation_context = given.operation_context
  return request
end

--- Asks for one key, or for a word where choices have phrases, and returns what it stands for.
---
---     local desk = menu.ask(call, { text = "For sales press 1.", choices = { ["1"] = "sales" } })
---     local desk = menu.ask(call, {
---       text = "Sales or support?",
---       choices = {
---         { value = "sales", tone = "1", phrases = { "sales", "buy something" } },
---         { value = "support", tone = "2", phrases = { "support", "help" } },
---       },
---     })
---
--- @param call table the call
--- @param given table options
---   text, file, …    the prompt: text, file, ssml or sources, with voice, voice_kind, locale and custom_voice
---   choices          a table from keys to values, such as { ["1"] = "sales" }; or a list of tables with value, tone
---                    (the key), phrases (what can be said; speech is heard where a choice has some) and label (the
---                    service's name for it, and its phrase where others have some)
---   retries          how often to ask again; 2 if not given
---   again            the prompt from the second time on, such as a shorter one
---   no_input         said before asking again when there was nothing: a text, or a table as for play
---   no_match         the same when there was something else
---   timeout          seconds until the first key or word; 5 if not given, at most 300, with phrases 20
---   speech           how speech is taken: { language, end_silence_timeout, model }, as for recognize
---   target, mask, interrupt, interrupt_prompt, operation_context   as for recognize
--- @return the choice's value; or nil and "no_input", "no_match" or the reason of a failure
function menu.ask(call, given)
  if type(given) ~= "table" or type(given.choices) ~= "table" then
    options.raise("menu.ask: choices are missing, as in { text = \"…\", choices = { [\"1\"] = \"sales\" } }")
  end
  options.check("menu.ask", given, known)
  if next(given.choices) == nil then options.raise("menu.ask: there is nothing to choose from") end
  local by_key, by_label, list = read_choices(given.choices)
  if given.speech and not list then options.raise("menu.ask: speech is for choices that have phrases") end
  if list and given.timeout and given.timeout > 20 then
    options.raise("menu.ask: timeout is at most 20 where speech is heard, not " .. given.timeout)
  end

  local retries = given.retries or 2
  local reason
  for turn = 0, retries do
    local request = recognition(given, list)
    local prompt = turn > 0 and options.prompt(given.again, given) or options.own_prompt(given)
    for name, value in pairs(prompt) do request[name] = value end
    local heard, err = call:recognize(request)
    local remark
    if heard then
      local choice
      if heard.choice then choice = by_label[heard.choice] else choice = by_key[heard.tones] end
      if choice ~= nil then return choice end
      reason, remark = "no_match", given.no_match
    elseif err.reason == "initial_silence" then
      reason, remark = "no_input", given.no_input
    elseif list and no_match[err.reason] then
      reason, remark = "no_match", given.no_match
    else
      return nil, err.reason
    end
    -- What asks for another try is not said when there is none.
    if remark and turn < retries then call:play(options.prompt(remark, given)) end
  end
  return nil, reason
end

return menu
