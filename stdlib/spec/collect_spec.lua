-- Asks somebody for digits as the launch says, and logs what came of it.
given_flow("collects", [[
local collect = require "std.collect"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local given = event.params
  if given.refuse then
    local refuse, reason = given.refuse, given.why
    given.refuse, given.why = nil, nil
    given.check = function(digits) sleep(1) return digits ~= refuse, reason end
  end
  if given.say then
    local say = given.say
    given.say = nil
    given.invalid = function(reason) return say[reason] end
  end
  local call = assert(create_call { target = "+14255550100" })
  if given.cancels then
    local event = given.cancels
    given.cancels = nil
    spawn(function()
      wait_for(event)
      sleep(1)
      call:cancel_all_media()
    end)
  end
  local digits, reason = collect.digits(call, given)
  log.info("collected", { digits = digits, reason = reason })
  call:hang_up { for_everyone = true }
end)
]])

local question = "Your number, please."

describe("collect.digits", function()
  local caller, session
  before_each(function() caller = phone "+14255550100" end)

  local function ask(given)
    given.text = given.text or question
    session = launch("collects", given)
  end

  local function gives(digits) expect(session):logged("collected", { digits = digits }) end

  local function gives_nothing(reason) expect(session):logged("collected", { reason = reason }) end

  local function asks_times(count) expect(session):sent("recognize", {}, { times = count }) end

  describe("returns", function()
    it("as many digits as it wants", function()
      ask { length = 4 }
      caller:presses "0123"
      gives "0123"
      asks_times(1)
    end)

    it("fewer, when the hash key ends them", function()
      ask { max = 10 }
      caller:presses "42#"
      gives "42"
    end)

    it("the most at once", function()
      ask { min = 2, max = 3 }
      caller:presses "427"
      gives "427"
    end)

    it("what another key ends", function()
      ask { max = 10, stop = "*" }
      caller:presses "42*"
      gives "42"
    end)
  end)

  it("asks the service for what it was told", function()
    ask { length = 6, timeout = 12, inter_tone_timeout = 4, stop = false }
    expect(session):sent("recognize", {
      recognizeInputType = "dtmf",
      recognizeOptions = {
        initialSilenceTimeoutInSeconds = 12, dtmfOptions = { maxTonesToCollect = 6, interToneTimeoutInSeconds = 4 },
      },
    })
  end)

  describe("asks again", function()
    it("when nothing was pressed", function()
      ask { length = 4, no_input = "I heard nothing.", invalid = "That is none." }
      caller:stays_silent()
      caller:hears "I heard nothing."
      caller:presses "1234"
      gives "1234"
      expect(caller):did_not_hear "That is none."
    end)

    it("when only the hash key was pressed", function()
      ask { length = 4, no_input = "I heard nothing." }
      caller:presses "#"
      caller:hears "I heard nothing."
    end)

    it("when there are too few digits", function()
      ask { length = 4, invalid = "That is none." }
      caller:presses "123#"
      caller:hears "That is none."
      caller:hears(question)
      caller:presses "1234"
      gives "1234"
    end)

    it("when a key is none of the digits", function()
      ask { length = 4, invalid = "That is none." }
      caller:presses "1*34"
      caller:hears "That is none."
    end)

    it("when the caller takes too long between keys", function()
      ask { length = 4, invalid = "That is none.", retries = 1 }
      for _ = 1, 2 do
        caller:presses "1"
        caller:stays_silent()
      end
      gives_nothing "inter_tone_timeout"
      expect(caller):heard "That is none."
    end)

    it("with another prompt", function()
      ask { length = 4, again = "Four digits, please." }
      caller:stays_silent()
      caller:hears "Four digits, please."
    end)

    it("twice if nothing else is said, and says nothing after the last", function()
      ask { length = 4, no_input = "I heard nothing." }
      for _ = 1, 3 do caller:stays_silent() end
      gives_nothing "no_input"
      asks_times(3)
      expect(session):sent("play", {}, { times = 2 })
    end)

    it("never when it is told so", function()
      ask { length = 4, retries = 0 }
      caller:presses "1#"
      gives_nothing "too_short"
      asks_times(1)
    end)
  end)

  describe("checks", function()
    it("by a name", function()
      ask { length = 4, check = "luhn", invalid = "That is none." }
      caller:presses "1234"
      caller:hears "That is none."
      caller:presses "1230"
      gives "1230"
    end)

    it("and tells that it did not fit", function()
      ask { length = 4, check = "luhn", retries = 0 }
      caller:presses "1234"
      gives_nothing "invalid"
    end)

    it("by a function that waits", function()
      ask { length = 4, refuse = "1111" }
      caller:presses "1234"
      gives "1234"
    end)

    it("and returns the function's reason", function()
      ask { length = 4, refuse = "1111", why = "closed", retries = 0 }
      caller:presses "1111"
      gives_nothing "closed"
    end)

    it("and takes no reason that is no word", function()
      ask { length = 4, refuse = "1111", why = 5, retries = 0 }
      caller:presses "1111"
      gives_nothing "invalid"
    end)

    it("and says what fits the reason", function()
      ask { length = 4, refuse = "1111", why = "closed", say = { closed = "That account is closed." } }
      caller:presses "1111"
      caller:hears "That account is closed."
      caller:presses "1#"
      caller:hears(question)
      expect(session):sent("play", {}, { times = 1 })
    end)
  end)

  describe("reads back", function()
    local confirm = "You entered {digits}. Press 1 if that is right, 2 to try again."

    it("digit by digit, and returns what is right", function()
      ask { length = 4, confirm = confirm }
      caller:presses "4071"
      caller:hears "You entered 4, 0, 7, 1. Press 1"
      caller:presses "1"
      gives "4071"
    end)

    it("and asks again what is wrong", function()
      ask { length = 4, confirm = confirm }
      caller:presses "4071"
      caller:presses "2"
      caller:hears(question)
      caller:presses "4072"
      caller:hears "You entered 4, 0, 7, 2."
      caller:presses "1"
      gives "4072"
      expect(session):did_not_send "play"
    end)

    it("until it is tired of it", function()
      ask { length = 1, confirm = confirm, retries = 1 }
      for _ = 1, 2 do
        caller:presses "4"
        caller:presses "2"
      end
      gives_nothing "not_confirmed"
    end)

    it("and gives up when nobody answers", function()
      ask { length = 1, confirm = confirm }
      caller:presses "4"
      for _ = 1, 3 do caller:stays_silent() end
      gives_nothing "not_confirmed"
    end)

    it("and gives up when other keys are pressed", function()
      ask { length = 1, confirm = confirm }
      for _ = 1, 4 do caller:presses "4" end
      gives_nothing "not_confirmed"
    end)

    it("with keys of the flow's own", function()
      ask { length = 1, confirm = confirm, yes = "*", no = "#" }
      caller:presses "4"
      caller:presses "*"
      gives "4"
    end)

    it("in SSML", function()
      local ssml = "<speak version='1.0'><voice name='en-US-AvaNeural'>{digits}?</voice></speak>"
      ask { length = 2, confirm = { ssml = ssml } }
      caller:presses "42"
      caller:hears "4, 2?"
    end)

    it("in each of several sources", function()
      ask {
        length = 2,
        confirm = { sources = { { file = "https://example.com/you.wav" }, { text = "{digits} and {digits}" } } },
      }
      caller:presses "42"
      caller:hears "https://example.com/you.wav 4, 2 and 4, 2"
    end)

    it("in several texts", function()
      ask { length = 2, confirm = { "You entered", "{digits}." } }
      caller:presses "42"
      caller:hears "You entered 4, 2."
    end)
  end)

  describe("when it is masked", function()
    it("reads nothing back where nothing is to be confirmed", function()
      ask { length = 4, mask = true }
      caller:presses "1230"
      gives "1230"
    end)

    it("shows nobody what was pressed", function()
      ask { length = 4, mask = true, retries = 0, check = "luhn", invalid = "No.", confirm = "Press 1 to go on." }
      caller:presses "1230"
      caller:hears "Press 1 to go on."
      caller:presses "1"
      gives "1230"
      expect(calls()[1]):has_timeline { "••••" }
      for _, entry in ipairs(calls()[1].timeline) do expect((entry.text:find("1230", 1, true))):is_nil() end
    end)
  end)

  it("returns the reason when all media are cancelled", function()
    ask { length = 4, cancels = "PlayCompleted", no_input = "Nothing.", text = "A question that takes a while." }
    caller:stays_silent()
    gives_nothing "cancelled"
    asks_times(2)
  end)

  it("returns the reason when that happens to what is read back", function()
    ask { length = 1, confirm = "Was that {digits}, or was it something else?", cancels = "RecognizeCompleted" }
    caller:presses "4"
    gives_nothing "cancelled"
  end)

  it("ends quietly when the caller hangs up", function()
    ask { length = 4 }
    caller:hears(question)
    caller:hangs_up()
    expect(session):is_over { way = "finished", within = 5 }
    expect(session):did_not_log("collected", { reason = "no_input" })
  end)
end)
