-- Calls somebody, asks them what the launch says, and logs what came of it.
given_flow("asks", [[
local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call = assert(create_call { target = "+14255550100" })
  local choice, reason = menu.ask(call, event.params.options)
  log.info("asked", { choice = choice, reason = reason })
  if choice ~= nil then call:play { text = "You chose " .. tostring(choice) .. "." } end
  call:hang_up { for_everyone = true }
end)
]])

-- The same, while something else ends all media after a second.
given_flow("interrupted", [[
local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call = assert(create_call { target = "+14255550100" })
  spawn(function()
    sleep(1)
    call:cancel_all_media()
  end)
  local choice, reason = menu.ask(call, event.params.options)
  log.info("asked", { choice = choice, reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

local question = "Press 1 or 2."

describe("menu.ask", function()
  local caller, session
  before_each(function() caller = phone "+14255550100" end)

  --- Asks with these options; text and choices are there if nothing else is said.
  local function ask(options)
    options = options or {}
    options.choices = options.choices or { ["1"] = "sales", ["2"] = "support" }
    if not options.file then options.text = options.text or question end
    session = launch("asks", { options = options })
  end

  local function asks_times(count) expect(session):sent("recognize", {}, { times = count }) end

  local function gives(choice)
    caller:hears("You chose " .. choice .. ".")
    expect(session):logged("asked", { choice = choice })
  end

  local function gives_nothing(reason)
    expect(session):logged("asked", { reason = reason })
    expect(session):did_not_send("play", { text = pattern "^You chose" })
  end

  describe("returns what the key stands for", function()
    it("for the first choice", function()
      ask()
      caller:hears(question)
      caller:presses "1"
      gives "sales"
      asks_times(1)
    end)

    it("for another choice", function()
      ask()
      caller:presses "2"
      gives "support"
    end)

    for key in ("0123456789ABCD#*"):gmatch "." do
      it("for the key " .. key, function()
        ask { choices = { [key] = "this" } }
        caller:presses(key)
        gives "this"
      end)
    end

    it("when it is a number", function()
      ask { choices = { ["1"] = 42 } }
      caller:presses "1"
      gives "42"
    end)

    it("when it is false", function()
      ask { choices = { ["1"] = true, ["2"] = false } }
      caller:presses "2"
      gives "false"
      asks_times(1)
    end)

    it("when it is a table", function()
      ask { choices = { ["1"] = { name = "sales" } } }
      caller:presses "1"
      caller:hears(pattern "^You chose table")
    end)

    it("by the first of several keys", function()
      ask()
      caller:presses "21"
      gives "support"
    end)

    it("while the question is asked", function()
      ask()
      caller:hears(question)
      caller:presses "1"
      caller:hears("You chose sales.", { within = 0.1 })
    end)
  end)

  describe("asks again", function()
    it("twice if nothing else is said", function()
      ask()
      for _ = 1, 3 do caller:stays_silent() end
      gives_nothing "no_input"
      asks_times(3)
    end)

    it("as often as it is told", function()
      ask { retries = 4 }
      for _ = 1, 5 do caller:presses "9" end
      gives_nothing "no_match"
      asks_times(5)
    end)

    it("never when it is told so", function()
      ask { retries = 0, no_input = "I heard nothing.", no_match = "No such key." }
      caller:presses "9"
      gives_nothing "no_match"
      asks_times(1)
      expect(caller):did_not_hear "No such key."
    end)

    it("a hundred times at most", function()
      ask { retries = 100, timeout = 0, text = "Press 1." }
      expect(session):logged("asked", { reason = "no_input" }, { within = 1000 })
      asks_times(101)
    end)

    it("and takes a key of the last try", function()
      ask()
      caller:stays_silent()
      caller:presses "9"
      caller:presses "1"
      gives "sales"
    end)
  end)

  describe("says before it asks again", function()
    it("that it heard nothing", function()
      ask { no_input = "I heard nothing.", no_match = "No such key." }
      caller:stays_silent()
      caller:hears "I heard nothing."
      caller:hears(question)
      expect(caller):did_not_hear "No such key."
    end)

    it("that there is no such key", function()
      ask { no_input = "I heard nothing.", no_match = "No such key." }
      caller:presses "9"
      caller:hears "No such key."
      caller:hears(question)
      expect(caller):did_not_hear "I heard nothing."
    end)

    it("nothing of silence when there are no words for it", function()
      ask { no_match = "No such key." }
      caller:hears(question)
      caller:stays_silent()
      caller:hears(question)
      expect(session):did_not_send "play"
    end)

    it("nothing of the key when there are no words for it", function()
      ask { no_input = "I heard nothing." }
      caller:hears(question)
      caller:presses "9"
      caller:hears(question)
      expect(session):did_not_send "play"
    end)

    it("what fits each try", function()
      ask { retries = 3, no_input = "I heard nothing.", no_match = "No such key." }
      caller:stays_silent()
      caller:hears "I heard nothing."
      caller:presses "9"
      caller:hears "No such key."
      caller:stays_silent()
      caller:hears "I heard nothing."
    end)

    it("but not after the last try", function()
      ask { retries = 1, no_input = "I heard nothing.", no_match = "No such key." }
      caller:stays_silent()
      caller:presses "9"
      gives_nothing "no_match"
      expect(session):sent("play", {}, { times = 1 })
      expect(caller):did_not_hear "No such key."
    end)

    it("things at which no key counts", function()
      ask { no_match = "No such key." }
      caller:presses "9"
      caller:hears "No such key."
      caller:presses("1", { at_once = true })
      caller:hears(question)
      caller:presses "2"
      gives "support"
    end)
  end)

  describe("returns nil and the reason of the last try", function()
    it("silence after another key", function()
      ask { retries = 1 }
      caller:presses "9"
      caller:stays_silent()
      gives_nothing "no_input"
    end)

    it("another key after silence", function()
      ask { retries = 1 }
      caller:stays_silent()
      caller:presses "9"
      gives_nothing "no_match"
    end)

    it("silence of somebody who speaks", function()
      ask { retries = 0 }
      caller:says "sales"
      gives_nothing "no_input"
    end)
  end)

  describe("waits for the first key", function()
    local function waits(seconds)
      caller:hears(question)
      advance(0.06 * #question + seconds - 0.1)
      expect(session):did_not_log "asked"
      expect(session):logged("asked", { reason = "no_input" }, { within = 0.2 })
    end

    it("five seconds after the question", function()
      ask { retries = 0 }
      waits(5)
    end)

    it("as long as it is told", function()
      ask { retries = 0, timeout = 12 }
      waits(12)
    end)

    it("not at all when it is told so", function()
      ask { retries = 0, timeout = 0 }
      waits(0)
    end)
  end)

  describe("plays", function()
    it("a file", function()
      ask { file = "https://example.com/question.wav" }
      caller:hears "https://example.com/question.wav"
      caller:presses "1"
      gives "sales"
    end)

    it("several texts, one after the other", function()
      ask { text = { "Welcome.", "Press 1." } }
      caller:hears "Welcome. Press 1."
    end)

    it("each time the question is asked, the same", function()
      ask()
      for _ = 1, 3 do
        caller:hears(question)
        caller:stays_silent()
      end
    end)

    it("with the flow's voice", function()
      ask { no_match = "No such key." }
      caller:presses "9"
      local voice = { text = { voiceName = "en-US-AvaNeural" } }
      expect(session):sent("recognize", { playPrompt = voice })
      expect(session):sent("play", { playSources = { voice } })
    end)

    it("question and remarks with a voice of its own", function()
      ask { no_match = "No such key.", voice = "en-US-AndrewNeural" }
      caller:presses "9"
      local voice = { text = { voiceName = "en-US-AndrewNeural" } }
      expect(session):sent("recognize", { playPrompt = voice })
      expect(session):sent("play", { playSources = { voice } })
    end)

    it("question and remarks in a language of their own", function()
      ask { no_match = "Diese Taste gibt es nicht.", locale = "de-DE" }
      caller:presses "9"
      local german = { text = { sourceLocale = "de-DE" } }
      expect(session):sent("recognize", { playPrompt = german })
      expect(session):sent("play", { playSources = { german } })
    end)
  end)

  it("listens for one key of the caller", function()
    ask()
    expect(session):sent("recognize", {
      target = caller, recognizeInputType = "dtmf", recognizeOptions = { dtmfOptions = { maxTonesToCollect = 1 } },
    })
  end)

  it("puts the flow's own words into its recognitions", function()
    ask { operation_context = "menu 7" }
    expect(session):sent("recognize", { operation_context = pattern "menu 7" })
  end)

  describe("when all media are cancelled", function()
    it("returns the reason at once, and does not ask again", function()
      local options = { text = "A question that takes a while.", choices = { ["1"] = "sales" } }
      session = launch("interrupted", { options = options })
      expect(session):logged("asked", { reason = "cancelled" })
      asks_times(1)
    end)

    it("during a remark, asks again all the same", { exact = true }, function()
      local options = { text = "Press 1.", choices = { ["1"] = "sales" }, no_match = "There is no such key at all." }
      session = launch("interrupted", { options = options })
      caller:presses "9"
      caller:hears "There is no such key at all."
      caller:hears("Press 1.", { within = 2 })
      expect(caller):has_timeline { "play_canceled", "Press 1." }
      caller:presses "1"
      expect(session):logged("asked", { choice = "sales" })
    end)
  end)

  describe("tells a flow what is wrong with", function()
    local errors = { allows_errors = true }

    --- Launches with these options; the report has the words and the line of the flow, and the call is over.
    local function is_refused(options, words)
      session = launch("asks", { options = options })
      expect(session):is_over { way = "failed", within = 10 }
      expect(session.report):contains(words)
      expect(session.report):contains "asks/main.lua:7"
      expect(session):did_not_send "recognize"
      expect(calls()[1].outcome):equals "application_hung_up"
    end

    local function choices(given) return { text = question, choices = given } end

    it("no options at all", errors, function() is_refused(nil, "choices are missing") end)

    it("a text in place of options", errors, function() is_refused("Press 1.", "choices are missing") end)

    it("no choices", errors, function() is_refused({ text = question }, "choices are missing") end)

    it("choices that are no table", errors, function() is_refused(choices "1", "choices are missing") end)

    it("empty choices", errors, function() is_refused(choices {}, "nothing to choose from") end)

    it("an option that there is not", errors, function()
      is_refused({ text = question, choices = { ["1"] = 1 }, retry = 1 }, "unknown option 'retry'")
    end)

    it("a key without quotes", errors, function() is_refused(choices { "sales" }, "one key in quotes") end)

    it("a key of two characters", errors, function() is_refused(choices { ["12"] = 1 }, "not 12") end)

    it("an empty key", errors, function() is_refused(choices { [""] = 1 }, "one key in quotes") end)

    for _, key in ipairs { "a", "E", "x", " ", "+", "." } do
      it("a key that no phone has: '" .. key .. "'", errors, function()
        is_refused(choices { [key] = 1 }, "no phone has the key '" .. key .. "'")
      end)
    end

    for _, retries in ipairs { -1, 101, 1.5, "2", true } do
      it("retries that are no whole number from 0 to 100: " .. tostring(retries), errors, function()
        local words = "retries must be a whole number from 0 to 100, not " .. tostring(retries)
        is_refused({ text = question, choices = { ["1"] = 1 }, retries = retries }, words)
      end)
    end
  end)

  it("asks with neither text nor file, and just listens", function()
    session = launch("asks", { options = { choices = { ["1"] = "sales" } } })
    caller:presses "1"
    gives "sales"
  end)

  it("refuses text and file together", { allows_errors = true }, function()
    session = launch("asks", {
      options = { text = question, file = "https://example.com/question.wav", choices = { ["1"] = "sales" } },
    })
    expect(session):is_over { way = "failed", within = 10 }
    expect(session.report):contains "either text or file"
  end)

  describe("ends quietly when the caller hangs up", function()
    local function ends_quietly()
      caller:hangs_up()
      expect(session):is_over { way = "finished", within = 5 }
      expect(caller):has_ended { how = "callee_hung_up" }
      expect(session):did_not_log("asked", { reason = "no_input" })
    end

    it("during the question", function()
      ask()
      caller:hears(question)
      ends_quietly()
      asks_times(1)
    end)

    it("during a remark", function()
      ask { no_match = "No such key." }
      caller:presses "9"
      caller:hears "No such key."
      ends_quietly()
    end)

    it("in the silence", function()
      ask()
      caller:hears(question)
      advance(3)
      ends_quietly()
      asks_times(1)
    end)
  end)
end)
