-- Charts that begin by a launch, with a call and without.
given_flow("reminds", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
line.launch {
  name = "reminds", target = "{to}", ring = 30, caller_id = "{line}", start = "hello", unreached = { go = "why",
    set = { tries = 1 } },
  params = { "to", "at", "line" },
  steps = {
    hello = { "say", text = "Tomorrow at {at}, {called}.{correlation_id}", next = "bye" },
    bye = { "hang_up" },
    why = { "call", function(call, vars) log.info("unreached", { call = call, reason = vars.reason,
      tries = vars.tries }) return "done" end,
      exits = { done = "bye_then" } },
    bye_then = { "set", { a = 1 }, next = "end_of_it" },
    end_of_it = { "hang_up" },
  },
}
]])

given_flow("computes", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550172" }
line.launch {
  start = "note", language = "pt", languages = { pt = { locale = "pt-BR", voice = "v" } },
  steps = {
    note = { "call", function(call, vars) log.info("noted", { n = vars.n, language = vars.language }) return vars.n
      and "next" or "failed" end,
      next = "say" },
    say = { "http", get = "https://a.example/{n}", query = { n = "{n}" }, next = "over" },
    over = { "call", function() end },
  },
}
line.launch {
  name = "silent", target = "{to}", start = "over", steps = { over = { "hang_up" } },
}
]])

given_flow("speaks_to_nobody", [[
local line = require "std.flow"
flow { locale = "en-US", voice = "en-US-AvaNeural" }
line.launch { start = "hello", steps = { hello = { "say", text = "Hello.", next = "bye" }, bye = { "hang_up" } } }
]])

describe("std.flow", function()
  local desk
  before_each(function() desk = phone "+14255550123" end)

  describe("begins by a launch", function()
    local params = { to = "+14255550123", at = "nine", line = "+18005550172" }

    it("and calls somebody", function()
      local session = launch("reminds", params)
      desk:hears "Tomorrow at nine, +14255550123."
      expect(session):sent("create_call", { caller_id = "+18005550172" })
      expect(session):is_over { way = "finished" }
    end)

    it("and goes on without a call when they do not come", function()
      desk:busy()
      local session = launch("reminds", params)
      expect(session):logged("unreached", { reason = "busy", tries = "1" })
      expect(session):logged("exit", { chart = "reminds", step = "end_of_it", exit = "end" })
      expect(session):is_over { way = "finished" }
    end)

    it("without a call", function()
      phone("+14255550123"):busy()
      http_answers { url = "https://a.example/7", reply = {} }
      local session = launch("computes", { n = 7, to = "+14255550123" })
      expect(session):logged("noted", { n = "7", language = "pt" })
      expect(session):sent("http", { query = { n = "7" } })
      expect(session):logged("exit", { chart = "launch", step = "over", exit = "next" })
      -- The other chart of the file begins as well, and nobody takes its call.
      expect(session):logged("not reached", { chart = "silent", reason = "busy" })
      expect(session):is_over { way = "finished" }
    end)

    it("without a call, and fails", { allows_errors = true }, function()
      local session = launch("computes", { to = "+14255550123" })
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "computes/main.lua:3: steps.note: failed, and neither the step nor defaults.error"
    end)

    it("but not without the parameters that it needs", { allows_errors = true }, function()
      local session = launch("reminds", { at = "nine", line = "+18005550172" })
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "reminds/main.lua:3: target: the launch does not give what stands in \"{to}\""
    end)

    it("and needs a call to speak", { allows_errors = true }, function()
      local session = launch("speaks_to_nobody", {})
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "steps.hello: a say step needs a call, and there is none"
    end)
  end)
end)
