local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local sorry = { "hang_up", text = "Sorry {" } --> bad_text at text: {

line.incoming {
  to = "+18005550111",
  start = "mein", --> no_start at start: mein
  languages = {
    en = { locale = "en-US", voice = "en-US-AvaNeural" },
    pt = { locale = "pt-BR" }, --> missing_option at pt: voice
  },
  language = "fr", --> unknown_language at language: fr
  color = "red", --> unknown_option at color: color
  defaults = { silence = "sorry", error = "sorry", keys = { ["0"] = "desk" } },
  steps = {
    main = {
      "menu",
      text = { en = "For the desk press 1, for a story 2.", pt = "Para o balcão tecle 1, para uma história 2." },
      keys = {
        "desk",
        ["2"] = "storry", --> unknown_step at "2": did you mean 'sorry'?
        ["1"] = "story", --> key_bound_twice at "1": 1
        ["0"] = "desk", --> key_bound_twice at "0": defaults.keys
      },
    },
    desk = { "transfer", traget = "+14255550123" }, --> unknown_option at traget: target --> missing_option at desk: target
    story = { "sing", next = "sorry" }, --> unknown_kind at story: sing
    number = { "collect", into = "number", max = "ten", next = "sorry" }, --> wrong_type at max: number --> missing_option at number: something to say
    hello = { "say", text = { fr = "Salut." }, next = "sorry" }, --> unknown_language at fr: fr
    sorry = sorry,
  },
}
