-- Who leaves, and what is done then.
given_flow("leaving", [[
local line = require "std.flow"
local queue = require "std.queue"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550177" }

-- A queue that gives a word which no exit has.
local odd = { wait = function() return nil, "left", "odd" end, talk = function() end }
local asking = queue.new { name = "leaving", agents = { "+14255550123" }, announce = "Press 1.", accept = "1" }

local function chart(to, after)
  line.incoming {
    to = to, name = to, start = "main", defaults = { hang_up = after, keys = { ["0"] = "over" } },
    steps = {
      main = { "menu", text = "Main.", retries = 0, default_keys = false,
        keys = { "odd", "wait", "word", "stay", "three" } },
      odd = { "queue", queue = odd, next = "main" },
      wait = { "queue", queue = asking, next = "main" },
      -- It stays until it is known that the call has ended, which ends a function as a rule.
      word = { "call", function(call)
        if call:recognize { text = "Word?", dtmf = { max = 1 } } then return nil end
        pcall(call.play, call, { text = "Are you there?" })
        return "cancelled"
      end, exits = { cancelled = "main" }, next = "main" },
      stay = { "dial", target = "+14255550123", next = "main" },
      three = { "call", function(call) call:add_participant { target = "+14255550124" } end, next = "stay" },
      noted = { "call", function() log.info "noted" end, next = "over" },
      raises = { "call", function() error "of Lua" end, next = "over" },
      lacks = { "http", post = "https://a.example/{nothing}", next = "over", failed = "noted" },
      over = { "hang_up" },
    },
  }
end
chart("+18005550177", "noted")
chart("+18005550178", "raises")
chart("+18005550179", "lacks")
]])

describe("std.flow", function()
  local caller, desk, third, call
  before_each(function() caller, desk, third = phone "+14255550100", phone "+14255550123", phone "+14255550124" end)

  local function calls(key, to)
    call = caller:dial(to or "+18005550177")
    caller:hears "Main."
    if key then caller:presses(key) end
  end

  --- The caller has left, and what is to be done then was done.
  local function is_noted(step)
    expect(call):logged("exit", { step = step, exit = "hang_up", to = "noted" })
    expect(call):logged "noted"
    expect(call.session):is_over { way = "finished", within = 10 }
  end

  it("goes on where the caller leaves while an agent is asked", function()
    calls "2"
    desk:hears "Press 1."
    caller:hangs_up()
    is_noted "wait"
    expect(desk):is_free()
  end)

  it("goes on where a function has noticed that the caller left", function()
    calls "3"
    caller:hears "Word?"
    caller:hangs_up()
    is_noted "word"
  end)

  it("takes the word of such a function while the caller is there", function()
    calls "3"
    caller:presses "1"
    caller:hears "Main."
  end)

  it("fails where what is done then does", { allows_errors = true }, function()
    calls(nil, "+18005550178")
    caller:hangs_up()
    expect(call.session):is_over { way = "failed", within = 10 }
    expect(call.session.report):contains "of Lua"
  end)

  it("takes the exit for failures of a step that is done then", function()
    calls(nil, "+18005550179")
    caller:hangs_up()
    expect(call):logged("exit", { step = "lacks", exit = "failed", to = "noted" })
    expect(call):logged "noted"
    expect(call.session):is_over { way = "finished", within = 10 }
  end)

  it("does not take a third one for one of the two", function()
    calls "5"
    expect(call):has_participants { caller, desk, third }
    third:hangs_up()
    expect(call):goes_on(10)
    desk:hangs_up()
    caller:hears "Main."
  end)

  it("leaves two together of whom the service does not tell", { exact = true }, function()
    calls()
    faults { unauthorized = { chance = 1, only = { "GetParticipants" } } }
    caller:presses "4"
    expect(caller):speaks_with(desk)
    expect(call):goes_on(10)
    faults {}
    desk:hangs_up()
    caller:hears "Main."
  end)

  it("has no keys of every menu where a menu does not want them", function()
    calls "0"
    expect(call):logged("exit", { step = "main", exit = "no_match" })
    expect(call):has_ended { how = "application_hung_up" }
  end)

  it("names a word that no exit and no default has", { allows_errors = true }, function()
    calls "1"
    expect(call):has_ended()
    expect(call.session):is_over { way = "failed" }
    expect(call.session.report):contains "steps.odd: odd, and neither the step nor defaults.error says where to go then"
  end)
end)
