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

-- Calls somebody for whom it looks for an agent, and ends the call when they have spoken for a while.
given_flow("ends", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function()
  local support = queue.new { name = "support", agents = { "+14255550131" } }
  local call = assert(create_call { target = "+14255550100" })
  local agent = support:wait(call)
  spawn(function()
    sleep(5)
    call:hang_up { for_everyone = true }
  end)
  log.info("talked", { how = support:talk(call, agent) })
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

  describe("rings an agent at once when nobody waits", function()
    it("and leaves the two to speak", function()
      local call = caller:dial(line)
      expect(caller):speaks_with(ann)
      expect(call):logged("waited", { agent = ann_number, length = 0 })
      expect(call):goes_on(60)
      expect(ben.state):equals "idle"
      ann:hangs_up()
      expect(call):logged("talked", { how = "agent_left" })
      expect(call):has_ended { how = "application_hung_up" }
      nothing_is_left()
    end)

    it("and ends the call for the agent when the caller hangs up", function()
      local call = caller:dial(line)
      expect(caller):speaks_with(ann)
      expect(call):logged("waited", {})
      caller:hangs_up()
      expect(call):has_ended()
      expect(ann):is_free()
      nothing_is_left()
    end)

    it("whom it tells what it has to tell, while the music stops", function()
      given {
        music = "https://example.com/music.wav", announce = "A caller for you.", display_name = "Support", ring = 25,
        strategy = "in_order",
      }
      local call = caller:dial(line)
      caller:hears "music.wav"
      ann:hears "A caller for you."
      expect(caller):did_not_hear "A caller"
      expect(call):sent_in_order { "play", "add_participant", "cancel_all_media", "play" }
      expect(call):sent("add_participant", { target = ann_number, invitation_timeout = 25, display_name = "Support" })
    end)
  end)

  describe("rings the next agent when one", function()
    for _, reaction in ipairs { "busy", "declines", "never_answers", "unreachable" } do
      it("does this: " .. reaction, function()
        ann[reaction](ann)
        local call = caller:dial(line)
        expect(caller):speaks_with(ben)
        expect(ann):is_free()
        expect(call):logged("waited", { agent = ben_number })
      end)
    end

    it("has no key for it, such as an answering machine", function()
      given { accept = "1", accept_timeout = 5, announce = "Press 1 to take the call.", leave = { ["*"] = "mailbox" },
        music = "https://example.com/music.wav" }
      local call = caller:dial(line)
      ann:hears "Press 1 to take the call."
      ann:stays_silent()
      expect(ann):is_free()
      ben:hears "Press 1 to take the call."
      ben:presses "1"
      expect(call):logged("waited", { agent = ben_number })
      expect(caller):speaks_with(ben)
      expect(call):sent("hold", { target = caller }, { times = 2 })
      expect(call):sent("unhold", {}, { times = 2 })
    end)

    it("is the caller", function()
      ann:dial(line)
      expect(ann):speaks_with(ben)
    end)
  end)

  it("rings the third when the first two do not answer", { exact = true }, function()
    local cem = phone "+14255550133"
    given { agents = { ann_number, ben_number, "+14255550133" }, rest = 5 }
    ann:never_answers()
    ben:never_answers()
    caller:dial(line)
    expect(caller):speaks_with(cem, { within = 50 })
  end)

  it("rings one again who did not come, after a rest", { exact = true }, function()
    given { agents = { ann_number }, rest = 12 }
    ann:declines()
    local call = caller:dial(line)
    ann:rings()
    advance(2)
    ann:answers()
    advance(8)
    expect(ann.state):equals "idle"
    expect(caller):speaks_with(ann)
    expect(call):sent("add_participant", {}, { times = 2 })
  end)

  describe("rings", function()
    it("the agent who has been free longest", function()
      given { strategy = "longest_idle" }
      for _, agent in ipairs { ann, ben, ann } do
        caller:dial(line)
        expect(caller):speaks_with(agent)
        advance(10)
        caller:hangs_up()
        expect(agent):is_free()
        advance(1)
      end
    end)

    it("all at once, and takes the first who answers", function()
      given { strategy = "all" }
      ann:answers { after = 10 }
      ben:answers { after = 5 }
      local call = caller:dial(line)
      ann:rings()
      ben:rings()
      expect(caller):speaks_with(ben)
      expect(ann):is_free()
      expect(call):logged("waited", { agent = ben_number })
      ben:hangs_up()
      nothing_is_left()
    end)

    it("all at once, until none has come", function()
      given { strategy = "all", patience = 5, ring = 5 }
      ann:declines()
      ben:never_answers()
      local call = caller:dial(line)
      expect(call):logged("waited", { reason = "patience" }, { within = 90 })
      nothing_is_left()
    end)

    it("those who are on duty", function()
      store_has { roster = { ben_number } }
      caller:dial(line)
      expect(caller):speaks_with(ben)
    end)
  end)

  for _, case in ipairs { { "is empty", {} }, { "is nothing", "nil" } } do
    it("tells that there are no agents when the list " .. case[1], function()
      store_has { roster = case[2] }
      local call = caller:dial(line)
      expect(call):logged("waited", { reason = "no_agents", length = 0 })
    end)
  end

  it("tells those who wait when the last agent goes off duty", function()
    store_has { roster = { ann_number } }
    both_are_busy()
    local call = caller:dial(line)
    advance(5)
    store_has { roster = {} }
    expect(call):logged("waited", { reason = "no_agents" })
  end)

  it("notices a caller who hangs up while the agent hears of them", function()
    given { agents = { ann_number }, announce = "Somebody is on the line for you, who has a question." }
    local call = caller:dial(line)
    ann:hears "Somebody is on the line"
    caller:hangs_up()
    expect(call):has_ended()
    expect(ann):is_free()
    nothing_is_left()
  end)

  it("ends for the agent when the flow ends the call", function()
    local session = launch("ends")
    expect(session):logged("talked", { how = "call_ended" })
    expect(ann):is_free()
    expect(session):is_over { way = "finished" }
    expect(stored("std.queue/agent/4:" .. ann_number)):matches "^free "
  end)
end)
