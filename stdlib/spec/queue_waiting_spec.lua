local line, ann_number, ben_number = "+18005550199", "+14255550131", "+14255550132"

-- A queue with the options of the case, which lie in the store; logs what came of it.
given_flow("queued", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("IncomingCall", { to = "+18005550199" }, function(call)
  call:answer()
  local given = store.get "given" or {}
  given.name = given.name or "support"
  given.agents = given.agents or { "+14255550131", "+14255550132" }
  if store.get "roster" then
    given.agents = function()
      local list = store.get "roster"
      if list ~= "nil" then return list end
    end
  end
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

  --- One of them has spoken long enough.
  local function is_free(number) store_has { ["std.queue/agent/4:" .. number] = "free 1" } end

  describe("lets callers wait", function()
    it("in the order in which they came", function()
      given { agents = { ann_number }, music = "https://example.com/music.wav" }
      other:dial(line)
      expect(other):speaks_with(ann)
      local first = caller:dial(line)
      caller:hears "music.wav"
      local second = third:dial(line)
      advance(3)
      expect(first):did_not_log "waited"
      other:hangs_up()
      expect(caller):speaks_with(ann)
      expect(second):did_not_log "waited"
      expect(first):logged("waited", { agent = ann_number })
      ann:hangs_up()
      expect(third):speaks_with(ann)
      third:hangs_up()
      nothing_is_left()
    end)

    it("each as long as it takes for any agent", function()
      both_are_busy()
      caller:dial(line)
      advance(5)
      is_free(ben_number)
      expect(caller):speaks_with(ben)
    end)

    it("while another one's agent is rung, and does not hold them up", function()
      ann:never_answers()
      caller:dial(line)
      ann:rings()
      other:dial(line)
      expect(other):speaks_with(ben)
      expect(ann.state):equals "ringing"
    end)

    it("with music, and tells them where they are", { exact = true }, function()
      given { agents = { ann_number }, music = "https://example.com/music.wav", position = "You are number {position}.",
        position_every = 20 }
      other:dial(line)
      expect(other):speaks_with(ann)
      caller:dial(line)
      caller:hears "You are number 1."
      caller:hears "music.wav"
      third:dial(line)
      third:hears "You are number 2."
      advance(15)
      caller:hangs_up()
      third:hears "You are number 1."
    end)

    it("with a text, or in silence", function()
      both_are_busy()
      given { music = "Please hold the line." }
      local call = caller:dial(line)
      caller:hears "Please hold the line."
      expect(call):sent("play", { loop = true })
    end)

    it("until their patience is over", { exact = true }, function()
      both_are_busy()
      given { patience = 45, music = "https://example.com/music.wav" }
      local call = caller:dial(line)
      advance(44)
      expect(call):did_not_log "waited"
      expect(call):logged("waited", { reason = "patience", length = 0 }, { within = 2 })
      caller:hears "Goodbye."
    end)

    it("and rings slowly when it has rung often", { exact = true }, function()
      given { rest = 1, patience = 4 * 3600 }
      ann:busy()
      ben:busy()
      local call = caller:dial(line)
      advance(300)
      ben:answers()
      expect(caller):speaks_with(ben, { within = 125 })
      -- 41 in the first half minute.
      expect(call):sent("add_participant", {}, { times = 44 })
    end)

    it("twelve of them, who are served as they came", { exact = true }, function()
      both_are_busy()
      local people = {}
      for index = 1, 12 do
        people[index] = phone("+142555501" .. 10 + index)
        people[index]:dial(line)
        advance(1)
      end
      is_free(ann_number)
      for _, person in ipairs(people) do
        expect(person):speaks_with(ann)
        advance(20)
        person:hangs_up()
      end
      nothing_is_left()
    end)

    it("until they hang up, which makes their place free", function()
      both_are_busy()
      local call = caller:dial(line)
      advance(5)
      caller:hangs_up()
      expect(call):has_ended { how = "caller_hung_up" }
      nothing_is_left()
    end)

    it("and frees the agent whom it rings when they hang up", function()
      ann:never_answers()
      local call = caller:dial(line)
      ann:rings()
      caller:hangs_up()
      expect(call):has_ended()
      expect(ann):is_free()
      nothing_is_left()
    end)
  end)

  describe("lets callers leave by a key", function()
    before_each(function()
      given {
        agents = { ann_number }, leave = { ["#"] = "voicemail", ["0"] = false },
        music = "https://example.com/m.wav",
      }
    end)

    for key, value in pairs { ["#"] = "voicemail", ["0"] = false } do
      it("while they wait: " .. key, function()
        both_are_busy()
        local call = caller:dial(line)
        caller:hears "m.wav"
        caller:presses "5"
        caller:presses(key)
        expect(call):logged("waited", { reason = "left", value = value, length = 0 })
        caller:hears "Goodbye."
      end)
    end

    it("while an agent is rung, which stops", function()
      ann:never_answers()
      local call = caller:dial(line)
      ann:rings()
      caller:presses "#"
      expect(call):logged("waited", { reason = "left", value = "voicemail" })
      expect(ann):is_free()
      nothing_is_left()
    end)
  end)
end)
