local line = require "std.flow"

flow { locale = "en-US", voice = "en-US-AvaNeural" }

local languages = {
  en = { locale = "en-US", voice = "en-US-AvaNeural" },
  pt = { locale = "pt-BR", voice = "pt-BR-FranciscaNeural" },
}

line.incoming {
  to = "+18005550111",
  start = "main",
  languages = languages,
  language = "en",
  defaults = { silence = "bye", error = "bye", hang_up = "after" },
  steps = {
    main = { "menu", keys = { "pin", "round" }, text = { en = "Press 1 or 2." } }, --> missing_locale at text: pt
    pin = { "collect", into = "pin", digits = 4, mask = true, next = "again",
      text = { en = "Your PIN?", pt = "A sua senha?" } },
    again = { "say", next = "bye",
      text = { en = "You said {pin|digits}.", pt = "Olá, {nome}." } }, --> masked_spoken at en: pin --> unset_variable at pt: nome
    round = { "menu", keys = { "bye" }, no_input = "again_round", text = { en = "Well?", pt = "E então?" } }, --> silent_loop at round: round → again_round → round
    again_round = { "say", text = { en = "Hm.", pt = "Hum." }, next = "round" },
    lost = { "say", text = { en = "Here.", pt = "Aqui." }, next = "bye" }, --> unreachable_step at lost: no exit leads to
    after = { "http", post = "https://example.com/over", json = {}, next = "told", failed = "bye" },
    told = { "say", text = { en = "Told.", pt = "Pronto." }, next = "bye" }, --> needs_call at told: there is none
    bye = { "hang_up", text = "{caller}" },
  },
}

line.incoming {
  to = "+18005550112",
  start = "ask",
  steps = {
    ask = { "menu", text = "Press 1.", keys = { "ask" }, no_input = "ask", no_match = "ask", failed = "ask" }, --> silent_loop at ask: ask → ask --> no_way_out at ask: no way from here
  },
}

line.incoming {
  to = "+18005550113",
  start = "ask",
  steps = {
    ask = { "menu", text = "Press 1.", keys = { "bye" }, failed = "bye" }, --> no_default at ask: defaults.silence
    bye = { "hang_up", text = "Bye." },
  },
}
-- A table that a function makes has no places; the words say where.
local function step(next_one) return { "say", text = "Well, {name}.", next = next_one } end

line.launch {
  start = "a",
  target = "{to}",
  params = { "to" },
  unreached = "over",
  defaults = { error = "over" },
  steps = { a = step "over", over = { "hang_up" } }, --> unset_variable at a: steps.a.text: no step sets 'name'
}
