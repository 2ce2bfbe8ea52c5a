-- Sounds in place of words, and lines of one language that another hears; nothing has defaults here.
given_flow("prompts", [[
local line = require "std.flow"
local queue = require "std.queue"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550176" }

local ssml = "<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang='en-US'>Ssml.</speak>"

line.incoming {
  to = "+18005550176", name = "prompts", start = "language", language = "en",
  languages = {
    en = { locale = "en-US", voice = "en-US-AvaNeural" }, pt = { locale = "pt-BR", voice = "pt-BR-FranciscaNeural" },
  },
  steps = {
    language = { "menu", text = { { en = "English, 1." }, { pt = "Português, 2." } },
      keys = { { go = "main", language = "en" }, { go = "main", language = "pt" } } },
    main = { "menu", text = { en = "Main.", pt = "Principal." },
      keys = { "gong", "document", "give", "bring", "wait", { go = "thanks", phrases = { en = "goodbye" } }, "number",
        "message", ["9"] = "thanks_in_ssml" } },
    gong = { "say", file = { en = "https://a.example/gong.wav" }, next = "main" },
    document = { "say", ssml = ssml, next = "main" },
    give = { "transfer", file = "https://a.example/give.wav", target = "+14255550123", failed = "main" },
    bring = { "dial", ssml = ssml, target = "+14255550123", failed = "main" },
    wait = { "queue", queue = { en = queue.new { name = "prompts", agents = { "+14255550123" },
      position = "You are number {position}." } }, failed = "main" },
    thanks = { "hang_up", file = "https://a.example/thanks.wav" },
    thanks_in_ssml = { "hang_up", ssml = ssml },
    number = { "collect", text = "Number.", digits = 4, check = "luhn", into = "number", next = "read" },
    read = { "say", text = "It is {number}.", next = "main" },
    message = { "record", text = "Message.", post = "https://a.example/messages", next = "main" },
  },
}
]])

describe("std.flow", function()
  local caller, desk, call
  before_each(function() caller, desk = phone "+14255550100", phone "+14255550123" end)

  local function calls(key, language)
    call = caller:dial "+18005550176"
    caller:hears "English, 1."
    caller:presses(language or "1")
    caller:hears(language == "2" and "Principal." or "Main.")
    if key then caller:presses(key) end
  end

  it("plays a file of another language", function()
    calls("1", "2")
    caller:hears "https://a.example/gong.wav"
    caller:hears "Principal."
  end)

  it("plays a document", function()
    calls "2"
    caller:hears "Ssml."
    caller:hears "Main."
  end)

  it("plays a file before a transfer", function()
    calls "3"
    caller:hears "https://a.example/give.wav"
    expect(call):has_ended { how = "transferred" }
  end)

  it("plays a document before somebody is brought in", function()
    calls "4"
    caller:hears "Ssml."
    expect(caller):speaks_with(desk)
  end)

  it("lets a caller wait in the queue of another language", function()
    desk:busy()
    calls("5", "2")
    caller:hears "You are number 1."
  end)

  it("takes a phrase of another language", function()
    calls(nil, "2")
    caller:says "goodbye"
    caller:hears "https://a.example/thanks.wav"
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("ends with a document", function()
    calls "9"
    caller:hears "Ssml."
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("asks twice more where nothing says how often", function()
    calls()
    for _ = 1, 3 do caller:stays_silent() end
    expect(call):has_ended { how = "application_hung_up" }
    expect(call):sent("recognize", {}, { times = 4 })
  end)

  it("checks an entry by a name, and reads it back to nobody", function()
    calls "7"
    caller:presses "1234"
    caller:hears "Number."
    caller:presses "1230"
    caller:hears "It is 1230."
    expect(call):sent("recognize", {}, { times = 5 })
  end)

  it("tells a server of a message without a secret", function()
    http_answers { url = "https://a.example/messages", reply = { status = 202 } }
    calls "8"
    caller:hears "Message."
    caller:says "Hello."
    caller:hangs_up()
    expect(call):sent("http", { url = "https://a.example/messages" }, { times = 1, within = 60 })
    expect(call.session):is_over { way = "finished", within = 60 }
  end)
end)
