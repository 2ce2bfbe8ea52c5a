-- What std.menu does beside keys: choices that can be said, lists, other prompts.
given_flow("chooses", [[
local menu = require "std.menu"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call = assert(create_call { target = "+14255550100" })
  local given = event.params
  -- No launch can give a list that has names, too.
  if given.both then given.choices["3"], given.both = "support", nil end
  local choice, reason = menu.ask(call, given)
  log.info("asked", { choice = choice, reason = reason })
  if choice ~= nil then call:play { text = "You chose " .. tostring(choice) .. "." } end
  call:hang_up { for_everyone = true }
end)
]])

local question = "Sales or support?"

describe("menu.ask with a list of choices", function()
  local caller, session
  before_each(function() caller = phone "+14255550100" end)

  local function desks()
    return {
      { value = "sales", tone = "1", phrases = { "sales", "buy something" } },
      { value = "support", tone = "2", phrases = "help" },
      { value = false, tone = "9" },
    }
  end

  local function ask(given)
    given.choices = given.choices or desks()
    given.text = given.text or question
    session = launch("chooses", given)
  end

  local function gives(choice) expect(session):logged("asked", { choice = choice }) end

  local function gives_nothing(reason) expect(session):logged("asked", { reason = reason }) end

  local function asks_times(count) expect(session):sent("recognize", {}, { times = count }) end

  describe("returns the value", function()
    it("of a phrase that is said", function()
      ask {}
      caller:says "I want to buy something"
      gives "sales"
      asks_times(1)
    end)

    it("of a phrase that is there twice", function()
      ask { choices = { { value = "sales", phrases = { "Sales", "sales" } }, { value = "support", tone = "2" } } }
      caller:says "sales"
      gives "sales"
    end)

    it("of a phrase that stands alone", function()
      ask {}
      caller:says "help"
      gives "support"
    end)

    it("of a key", function()
      ask {}
      caller:presses "2"
      gives "support"
    end)

    it("of a label, where others have phrases and it has none", function()
      ask {}
      caller:says "choice 3"
      caller:hears "You chose false."
    end)

    it("by a label of its own", function()
      ask { choices = { { value = 42, label = "Answer", phrases = { "the answer" } }, { value = 1, phrases = "one" } } }
      expect(session):sent("recognize", { recognizeOptions = { choices = { { label = "Answer" } } } })
      caller:says "the answer"
      gives(42)
    end)

    it("of a key when nothing can be said", function()
      ask { choices = { { value = "sales", tone = "1" }, { value = "support", tone = "2" } } }
      expect(session):sent("recognize", { recognizeInputType = "dtmf" })
      caller:presses "2"
      gives "support"
    end)
  end)

  describe("asks again", function()
    it("when something else is said", function()
      ask { no_match = "I did not get that.", no_input = "I heard nothing." }
      caller:says "the weather is nice"
      caller:hears "I did not get that."
      caller:says "sales"
      gives "sales"
    end)

    it("when another key is pressed", function()
      ask { no_match = "I did not get that." }
      caller:presses "7"
      caller:hears "I did not get that."
      caller:presses "1"
      gives "sales"
    end)

    it("when nothing is said", function()
      ask { no_input = "I heard nothing." }
      caller:stays_silent()
      caller:hears "I heard nothing."
      caller:says "sales"
      gives "sales"
    end)

    it("until it is tired of it", function()
      ask { retries = 1 }
      caller:says "the weather is nice"
      caller:hears(question)
      caller:says "the weather is bad"
      gives_nothing "no_match"
      asks_times(2)
    end)

    it("with another prompt", function()
      ask { again = "Please say sales or support." }
      caller:hears(question)
      caller:stays_silent()
      caller:hears "Please say sales or support."
      caller:stays_silent()
      caller:hears "Please say sales or support."
      expect(session):sent("recognize", { playPrompt = { text = { voiceName = "en-US-AvaNeural" } } })
    end)
  end)

  describe("plays remarks", function()
    it("from a file", function()
      ask { no_match = { file = "https://example.com/no.wav" } }
      caller:presses "7"
      caller:hears "https://example.com/no.wav"
    end)

    it("of several texts", function()
      ask { no_match = { "No.", "Really." } }
      caller:presses "7"
      caller:hears "No. Really."
    end)

    it("in another language than the question", function()
      ask { voice = "en-US-AndrewNeural", no_match = { text = "Nein.", locale = "de-DE" } }
      caller:presses "7"
      caller:hears "Nein."
      expect(session):sent("play", { playSources = { { text = { sourceLocale = "de-DE" } } } })
    end)
  end)

  it("hands on how speech is taken, and the rest", function()
    ask {
      speech = { language = "en-GB", end_silence_timeout = 1 }, mask = true, interrupt_prompt = false, timeout = 20,
    }
    expect(session):sent("recognize", {
      recognizeInputType = "choices",
      recognizeOptions = {
        speechLanguage = "en-GB", interruptPrompt = false, initialSilenceTimeoutInSeconds = 20,
      },
    })
  end)

  describe("tells a flow what is wrong with", function()
    local errors = { allows_errors = true }

    local function is_refused(given, words)
      ask(given)
      expect(session):is_over { way = "failed", within = 10 }
      expect(session.report):contains(words)
      expect(session.report):contains "chooses/main.lua:10"
      expect(session):did_not_send "recognize"
    end

    local function with(choice) return { choices = { { value = "sales", tone = "1", phrases = "sales" }, choice } } end

    for name, given in pairs {
      ["option 'phrase'; did you mean 'phrases'?"] = with { value = 1, phrase = "one" },
      ["choice 2: what it stands for is missing"] = with { tone = "2" },
      ["choice 2 has neither tone nor phrases"] = with { value = 1 },
      ["choice 2: phrases must be a text or a list of texts"] = with { value = 1, phrases = {} },
      ["choice 2: a phrase is empty"] = with { value = 1, phrases = " " },
      ["two choices have the key '1'"] = with { value = 1, tone = "1" },
      ["two choices have the phrase 'sales'"] = with { value = 1, phrases = { "Sales" } },
      ["two choices have the label 'sales'"] = with { value = "sales", tone = "2" },
      ["two choices have the phrase 'sale'"] = {
        choices = { { value = 1, phrases = "sale" }, { value = "Sale", tone = "2" } },
      },
      ["no phone has the key 'x'"] = with { value = 1, tone = "x" },
      ["a list of tables or have a key each, not both; see 3"] = {
        choices = { { value = 1, tone = "1" }, { value = 2, tone = "2" } }, both = true,
      },
      ["a list of tables or have a key each"] = { choices = { { value = 1, tone = "1" }, "2" } },
      ["speech is for choices that have phrases"] = { choices = { ["1"] = 1 }, speech = { language = "de-DE" } },
      ["timeout is at most 20 where speech is heard, not 21"] = { timeout = 21 },
      ["timeout must be a whole number from 0 to 300, not 301"] = { timeout = 301 },
      ["no_input must be a text, a list of texts, or a table"] = { no_input = 5 },
      ["mask must be true or false"] = { mask = 1 },
    } do
      it(name, errors, function() is_refused(given, name) end)
    end
  end)
end)
