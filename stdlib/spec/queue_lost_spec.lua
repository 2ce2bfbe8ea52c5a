local line, ann_number, ben_number = "+18005550199", "+14255550131", "+14255550132"

-- A queue with the options of the case, which lie in the store; logs what came of it.
given_flow("queued", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

-- These end the session as a fault in its flow would: by a budget, so that nothing of it gets to clean up.
on("Signal", { signal = "die" }, function() while true do end end)
on("Signal", { signal = "std.queue" }, function()
  if store.get "dies" == session.id then while true do end end
end)

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local given = store.get "given" or {}
  given.name = given.name or "support"
  given.agents = given.agents or { "+14255550131", "+14255550132" }
  local support = queue.new(given)
  local agent, reason, value = support:wait(call)
  log.info("waited", { agent = agent, reason = reason, value = value, length = support:length() })
  if not agent then
    call:play { text = "Goodbye." }
    return call:hang_up { for_everyone = true }
  end
  log.info("talked", { how = support:talk(call, agent) })
  call:hang_up { for_everyone = true }
end)
]])

describe("queue", function()
  local caller, other, third, ann, ben
  before_each(function()
    caller, other, third = phone "+14255550100", phone "+14255550101", phone "+14255550102"
    ann, ben = phone(ann_number), phone(ben_number)
  end)

  local function given(options) store_has { given = options } end

  --- When all is over nobody has a place or an agent.
  local function nothing_is_left()
    for _, session in ipairs(sessions()) do expect(session):is_over { way = "finished", within = 1200 } end
    expect(stored "std.queue/support/line"):matches "^$"
    for ticket = 1, 12 do expect(stored("std.queue/support/seen/" .. ticket)):is_nil() end
    for _, number in ipairs { ann_number, ben_number } do
      local value = stored("std.queue/agent/4:" .. number)
      expect(value == nil or not string.find(value, "^support/")):is_true()
    end
  end

  --- Both agents speak with callers of another queue.
  local function both_are_busy()
    store_has { ["std.queue/agent/4:" .. ann_number] = "sales/1", ["std.queue/agent/4:" .. ben_number] = "sales/2" }
  end

  describe("does not trust the dead", function()
    local function nobody(digit) return string.rep(digit, 26) end

    it("whose places are taken from them by whoever comes", { exact = true }, function()
      store_has {
        ["std.queue/support/line"] = "6=" .. nobody "a" .. " 7=" .. nobody "b", ["std.queue/support/count"] = 7,
      }
      local call = caller:dial(line)
      expect(call):logged("waited", { agent = ann_number }, { within = 2 })
      expect(stored "std.queue/support/line"):equals ""
    end)

    it("who are found by those behind them before long", { exact = true, allows_errors = true }, function()
      both_are_busy()
      local call = caller:dial(line)
      advance(3)
      local second = third:dial(line)
      advance(3)
      call.session:signal "die"
      expect(call.session):is_over { way = "stopped" }
      store_has { ["std.queue/agent/4:" .. ann_number] = "free 1" }
      advance(30)
      expect(second):did_not_send "add_participant"
      expect(second):logged("waited", { agent = ann_number }, { within = 75 })
      expect(stored "std.queue/support/line"):equals ""
    end)

    it("who are found by whoever wakes them", { exact = true }, function()
      given { agents = { ann_number } }
      other:dial(line)
      expect(other):speaks_with(ann)
      local call = caller:dial(line)
      advance(3)
      store_has {
        ["std.queue/support/line"] = "0=" .. nobody "a" .. " 1=" .. nobody "b" .. " 2=" .. call.session.id,
        ["std.queue/support/seen/0"] = true, ["std.queue/support/seen/1"] = true,
      }
      other:hangs_up()
      expect(caller):speaks_with(ann, { within = 2 })
      expect(call):logged("waited", { length = 0 })
    end)

    it("when one is killed while they are the first", { exact = true, allows_errors = true }, function()
      given { agents = { ann_number } }
      other:dial(line)
      expect(other):speaks_with(ann)
      local call = caller:dial(line)
      advance(3)
      local last = third:dial(line)
      advance(3)
      call.session:signal "die"
      expect(call):has_ended()
      expect(call.session):is_over { way = "stopped" }
      expect(stored "std.queue/support/line"):matches("2=" .. call.session.id .. " 3=")
      other:hangs_up()
      expect(third):speaks_with(ann, { within = 2 })
      expect(last):logged("waited", { length = 0 })
    end)

    it("and those who are killed when they have been woken", { exact = true, allows_errors = true }, function()
      given { agents = { ann_number } }
      other:dial(line)
      expect(other):speaks_with(ann)
      local call = caller:dial(line)
      advance(3)
      third:dial(line)
      advance(3)
      -- It is in the line yet, and takes the ring with it.
      store_has { dies = call.session.id }
      other:hangs_up()
      expect(call.session):is_over { way = "stopped" }
      expect(third):speaks_with(ann, { within = 101 })
    end)

    it("and puts one back who was taken for one", { exact = true }, function()
      given { agents = { ann_number } }
      other:dial(line)
      expect(other):speaks_with(ann)
      local second = caller:dial(line)
      advance(5)
      local last = third:dial(line)
      advance(5)
      store_has { ["std.queue/support/line"] = "3=" .. last.session.id }
      advance(30)
      expect(stored "std.queue/support/line"):equals("2=" .. second.session.id .. " 3=" .. last.session.id)
      ann:hangs_up()
      expect(caller):speaks_with(ann)
    end)

    it("but takes an agent back who was lost while they spoke", { exact = true }, function()
      local call = caller:dial(line)
      expect(caller):speaks_with(ann)
      advance(5)
      store_has { ["std.queue/agent/4:" .. ann_number] = "free 1" }
      expect(call):goes_on(25)
      ann:hangs_up()
      nothing_is_left()
    end)
  end)

  it("goes on after a crash in the middle of it", function()
    given { agents = { ann_number }, music = "https://example.com/music.wav" }
    other:dial(line)
    expect(other):speaks_with(ann)
    caller:dial(line)
    caller:hears "music.wav"
    third:dial(line)
    advance(20)
    crash { down = 90 }
    advance(30)
    other:hangs_up()
    expect(caller):speaks_with(ann, { within = 120 })
    caller:hangs_up()
    expect(third):speaks_with(ann, { within = 60 })
    third:hangs_up()
    nothing_is_left()
  end)

  for _, place in ipairs { "event", "kept", "accepted", "timer" } do
    it("wakes the next one although the process is killed then: " .. place, { exact = true }, function()
      given { agents = { ann_number } }
      other:dial(line)
      expect(other):speaks_with(ann)
      caller:dial(line)
      advance(5)
      crash { at = place, down = 2 }
      other:hangs_up()
      expect(caller):speaks_with(ann, { within = 40 })
      caller:hangs_up()
      nothing_is_left()
    end)
  end
end)
