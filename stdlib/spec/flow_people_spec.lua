-- Steps that bring others in, languages, messages, and what is done when the caller has hung up.
given_flow("people", [[
local line = require "std.flow"
local queue = require "std.queue"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550172" }

local function desk(position)
  return queue.new { name = "desk", agents = { "+14255550123" }, position = position, patience = 60,
    leave = { ["#"] = "message", ["*"] = 7 } }
end
local told = {}

line.incoming {
  to = "+18005550172", start = "language", name = "people", answer = { operation_context = "people" },
  language = "en",
  languages = { en = { locale = "en-US", voice = "en-US-AvaNeural" }, pt = { locale = "pt-BR",
    voice = "pt-BR-FranciscaNeural" } },
  defaults = { silence = "bye", error = "sorry", hang_up = { go = "after", set = { left = "{caller}" } },
    keys = { ["#"] = "bye" } },
  steps = {
    language = { "menu", text = { { en = "English, 1." }, { pt = "Português, 2." } },
      keys = { { go = "main", language = "en", phrases = "english" }, { go = "main", language = "pt",
        phrases = { "português" } } } },
    main = { "menu", text = { en = "Main.", pt = "Principal." },
      keys = {
        { go = "transfer", phrases = { en = "transfer", pt = { "transferir", "passar" } } }, "first", "stay", "leave",
          "wait", "wait_here", "message",
        ["8"] = "keep", ["9"] = "lua", ["0"] = "gone", ["*"] = "wait_on",
      } },
    transfer = { "transfer", text = { en = "One moment.", pt = "Um momento." }, target = "+14255550123",
      custom_context = { user_to_user = "from={caller}" }, busy = "busy" },
    first = { "transfer", target = { "+14255550123", { phone_number = "+14255550124" } }, next = { go = "after",
      set = { left = "{caller}" } } },
    busy = { "say", text = { en = "Busy.", pt = "Ocupado." }, next = "main" },
    stay = { "dial", text = { en = "Calling." }, target = { "+14255550123", "+14255550124" }, ring = 10,
      announce = { en = "For you.", pt = "Para você." },
      caller_id = "{called}", next = "main", busy = "busy" },
    leave = { "dial", target = { phone_number = "+14255550123" } },
    wait = { "queue", queue = { en = desk "Number {position}.", pt = desk "Número {position}." }, into = "agent",
      next = "spoke",
      exits = { message = "message", ["7"] = "busy" }, patience = "busy" },
    wait_here = { "queue", queue = desk "Number {position}." , text = "Hold."},
    wait_on = { "queue", queue = { wait = function() return nil, "no_agents" end, talk = function() end } },
    spoke = { "say", text = "You spoke with {agent}.", next = "main" },
    message = { "record", text = { en = "Message.", pt = "Recado." }, thanks = { pt = "Obrigada.", en = "Thanks." },
      post = "https://a.example/{caller}",
      json = { language = "{language}" }, bearer = "INBOX", next = "main" },
    keep = { "record", text = "Message.", shortest = 0, on_message = function(message, vars)
      log.info("kept", { from = message.from, language = vars.language })
    end, next = "main" },
    lua = { "call", function(call) call:recognize { text = "Word?",
      dtmf = { max = 1 } } spawn(function() sleep(1) call:cancel_all_media() end)
      local _, err = call:recognize { text = "Another word, which is long enough?", dtmf = { max = 1 } }
      return err and err.reason == "cancelled" and "cancelled" or "next" end, exits = { cancelled = "busy" },
        next = "main" },
    gone = { "http", get = "https://a.example/slow", next = "main" },
    after = { "http", post = "https://a.example/after", json = { left = "{left}" },
      idempotency_key = "{correlation_id}", next = "after_that",
      failed = "over" },
    after_that = { "say", text = "Nobody hears this.", next = "over" },
    over = { "hang_up" },
    sorry = { "hang_up", text = { en = "Sorry: {reason}.", pt = "Desculpe: {reason}." } },
    bye = { "hang_up", text = { en = "Bye.", pt = "Tchau." } },
  },
}
]])

describe("std.flow", function()
  local caller, desk, second, call
  before_each(function()
    caller, desk, second = phone "+14255550100", phone "+14255550123", phone "+14255550124"
    http_answers { url = "https://a.example/after", reply = { status = 202 } }
  end)

  local function calls(key, language)
    call = caller:dial "+18005550172"
    caller:hears "English, 1. Português, 2."
    caller:presses(language or "1")
    caller:hears(language == "2" and "Principal." or "Main.")
    caller:presses(key)
  end

  describe("in several languages", function()
    it("speaks each with its voice", function()
      calls("1", "2")
      caller:hears "Um momento."
      expect(call):sent("play", { playSources = { { text = { voiceName = "pt-BR-FranciscaNeural",
        sourceLocale = "pt-BR" } } } })
    end)

    it("says each line of a language menu in its own", function()
      calls "1"
      expect(call):sent("recognize", { playPrompts = {
        { text = { voiceName = "en-US-AvaNeural" } }, { text = { voiceName = "pt-BR-FranciscaNeural",
          sourceLocale = "pt-BR" } } } })
    end)

    it("takes phrases in the caller's", function()
      call = caller:dial "+18005550172"
      caller:hears "English, 1."
      caller:says "português"
      caller:hears "Principal."
      caller:says "passar"
      caller:hears "Um momento."
      expect(call):logged("exit", { step = "main", exit = "1", to = "transfer" })
    end)

    it("says what it has when a language is missing", function()
      calls("3", "2")
      caller:hears "Calling."
    end)

    it("has keys in every menu", function()
      calls("#", "2")
      caller:hears "Tchau."
      expect(call):logged("exit", { step = "main", exit = "#", to = "bye" })
    end)

    it("ends where silence leads, in the caller's", function()
      calls("0", "2")
      http_answers { url = "https://a.example/slow", reply = { status = 500 } }
      caller:hears "Desculpe: status_500."
    end)
  end)

  describe("transfers", function()
    it("and is over", function()
      calls "1"
      expect(call):has_ended { how = "transferred" }
      expect(call):sent("transfer", { target = desk,
        customCallingContext = { sipHeaders = { ["User-To-User"] = "from=+14255550100" } } })
      expect(call.session):is_over { way = "finished" }
    end)

    it("or goes where a reason leads", function()
      desk:busy()
      calls "1"
      caller:hears "Busy."
      caller:hears "Main."
    end)

    it("or goes where errors lead", function()
      desk:declines()
      calls "1"
      caller:hears "Sorry: declined."
    end)

    it("to the second who takes it, and goes on without the caller", function()
      desk:busy()
      calls "2"
      expect(call):has_ended { how = "transferred" }
      expect(call):sent("http", { url = "https://a.example/after" })
    end)
  end)

  describe("dials", function()
    it("and goes on when the other has left", function()
      calls "3"
      desk:hears "For you."
      expect(caller):speaks_with(desk)
      advance(400)
      desk:hangs_up()
      caller:hears "Main."
    end)

    it("and ends the call when the caller leaves", function()
      calls "3"
      desk:hears "For you."
      advance(5)
      caller:hangs_up()
      expect(call):has_ended()
      expect(desk):is_free()
      expect(call):logged("exit", { step = "stay", exit = "hang_up", to = "after" })
      expect(call.session):is_over { way = "finished" }
    end)

    it("the next one when the first does not come", function()
      desk:never_answers()
      calls "3"
      second:hears "For you."
      expect(caller):speaks_with(second)
      expect(call):sent("add_participant", { target = desk, caller_id = "+18005550172", invitation_timeout = 10 })
    end)

    it("the next one when the first puts the phone down", function()
      calls "3"
      desk:hears "For you."
      desk:hangs_up()
      second:hears "For you."
      expect(caller):speaks_with(second)
    end)

    it("and goes where a reason leads when nobody comes", function()
      desk:busy()
      second:busy()
      calls "3"
      caller:hears "Busy."
    end)

    it("and leaves the two alone", function()
      calls "4"
      expect(caller):speaks_with(desk)
      expect(call):has_timeline { "the application left, the others go on" }
      expect(call.session):is_over { way = "finished" }
    end)
  end)

  describe("queues", function()
    it("until both have spoken", function()
      calls "5"
      expect(caller):speaks_with(desk)
      advance(30)
      desk:hangs_up()
      caller:hears "You spoke with +14255550123."
    end)

    it("in the caller's language, until patience ends", function()
      desk:busy()
      calls("5", "2")
      caller:hears "Número 1."
      caller:hears("Ocupado.", { within = 90 })
    end)

    it("until a key leads out", function()
      desk:busy()
      calls "5"
      caller:hears "Number 1."
      caller:presses "#"
      caller:hears "Message."
      expect(call):logged("exit", { step = "wait", exit = "message" })
    end)

    it("until a key with a number leads out", function()
      desk:busy()
      calls "5"
      caller:hears "Number 1."
      caller:presses "*"
      caller:hears "Busy."
    end)

    it("until the caller hangs up", function()
      calls "5"
      expect(caller):speaks_with(desk)
      advance(30)
      caller:hangs_up()
      expect(call):has_ended()
      expect(call):logged("exit", { step = "wait", exit = "hang_up", to = "after" })
      expect(call.session):is_over { way = "finished" }
    end)

    it("until the caller hangs up while the agent comes", function()
      desk:answers { after = 5 }
      calls "5"
      desk:rings()
      caller:hangs_up()
      expect(call):logged("exit", { step = "wait", exit = "hang_up", to = "after" })
      expect(desk):is_free()
      expect(call.session):is_over { way = "finished", within = 60 }
    end)

    it("and hangs up where nothing follows", function()
      calls "6"
      caller:hears "Hold."
      expect(caller):speaks_with(desk)
      advance(30)
      desk:hangs_up()
      expect(call):has_ended { how = "application_hung_up" }
    end)

    it("not where there are no agents", function()
      calls "*"
      caller:hears "Sorry: no_agents."
    end)
  end)

  describe("takes a message", function()
    it("and tells a server", function()
      http_answers { url = pattern "^https://a.example/%%2B", reply = { status = 202 } }
      calls "7"
      caller:hears "Message."
      caller:says "Hello."
      caller:presses "#"
      caller:hears "Thanks."
      caller:hears "Main."
      caller:hangs_up()
      expect(call):sent("http", { method = "POST", json = { from = "+14255550100", language = "en" },
        headers = { Authorization = "Bearer secret INBOX" } }, { times = 1, within = 60 })
      expect(call.session):is_over { way = "finished", within = 60 }
    end)

    for about, reply in pairs {
      ["refuses"] = { reply = { status = 500 } }, ["is away"] = { fault = "refused" },
    } do
      it("and keeps it when the server " .. about, function()
        reply.url = pattern "^https://a.example/%%2B"
        http_answers(reply)
        calls "7"
        caller:hears "Message."
        caller:says "Hello."
        caller:hangs_up()
        expect(call):logged("nobody was told of a message", { from = "+14255550100" }, { within = 60 })
        expect(call.session):is_over { way = "finished", within = 60 }
      end)
    end

    it("and gives it to a function", function()
      calls "8"
      caller:hears "Message."
      caller:says "Hello."
      caller:hangs_up()
      expect(call):logged("kept", { from = "+14255550100", language = "en" }, { within = 60 })
    end)

    it("not when it cannot be recorded", { exact = true }, function()
      calls ""
      faults { unauthorized = { chance = 1, only = { "StartRecording" } } }
      caller:presses "7"
      caller:hears "Sorry: unauthorized."
    end)
  end)

  describe("when the caller hangs up", function()
    it("does what is to do without a call, and says nothing", function()
      calls ""
      caller:hangs_up()
      expect(call):sent("http", { url = "https://a.example/after", json = { left = "+14255550100" } }, { times = 1 })
      expect(call):logged("exit", { step = "main", exit = "hang_up", to = "after" })
      expect(call.session):is_over { way = "finished", within = 10 }
    end)

    it("does it where the call has ended before the step has", function()
      http_answers { url = "https://a.example/slow", reply = { after = 5 } }
      calls "0"
      expect(call):sent("http", { url = "https://a.example/slow" })
      caller:hangs_up()
      expect(call):sent("http", { url = "https://a.example/after" }, { times = 1 })
      expect(call.session):is_over { way = "finished", within = 10 }
    end)

    it("gives it up when that fails", function()
      http_answers { url = "https://a.example/after", fault = "refused" }
      calls ""
      caller:hangs_up()
      expect(call):logged("exit", { step = "after", exit = "unreachable", to = "over" })
      expect(call.session):is_over { way = "finished", within = 10 }
    end)

    it("takes what a flow cancels itself for an outcome", function()
      calls "9"
      caller:presses "1"
      caller:hears "Busy."
    end)
  end)
end)
