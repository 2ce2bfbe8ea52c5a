local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local after = line.part {
  start = "pin", exits = { "done" },
  steps = {
    pin = { "collect", into = "pin", digits = 200, text = "Your PIN?", next = "done", no_input = "done", --> refused_value at pin: digits must be --> missing_locale at text: the same words
      invalid = "done", failed = "done" },
  },
}

line.incoming {
  to = "+18005550111",
  start = "main",
  languages = {
    en = { locale = "en-US", voice = "en-US-AvaNeural" }, pt = { locale = "pt-BR", voice = "pt-BR-FranciscaNeural" },
  },
  language = "en",
  defaults = { silence = "bye", error = "bye" },
  steps = {
    main = { "menu", text = { en = "Press 1.", pt = "Tecle 1." }, timeout = 999, --> refused_value at main: a caller who comes to this menu step gets an error: timeout must be a whole number from 0 to 300
      keys = { "number", "card", "colleague", "page", "message", "file", "both", "again" } },
    number = { "collect", into = "number", min = 6, max = 4, text = { en = "Number?", pt = "Número?" }, next = "card" }, --> refused_value at number: min is 6, which is more than max, 4
    card = { "collect", into = "card", digits = 16, check = "luhn", text = { en = "Card?", pt = "Cartão?" }, next = "bye" },
    colleague = { "dial", target = "+14255550123", ring = 900, text = { en = "One moment.", pt = "Um momento." } }, --> refused_value at colleague: 'ring' must be from
    page = { "http", get = "example.com/{caller}", next = "bye" }, --> refused_value at page: 'url'
    message = { "record", text = { en = "Speak.", pt = "Fale." }, post = "ftp://example.com/", next = "bye" }, --> refused_value at message: 'url'
    file = { "say", file = "prompt.wav", next = "bye" }, --> refused_value at file: 'file' must be an address
    both = { "collect", into = "x", digits = 4, max = 6, text = { en = "X?", pt = "X?" }, next = "bye" }, --> refused_value at both: give either digits, or min and max
    again = { "flow", after, exits = { done = "bye" } },
    bye = { "hang_up" },
  },
}
