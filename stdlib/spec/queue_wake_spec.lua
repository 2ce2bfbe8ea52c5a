local ann_number, ben_number = "+14255550131", "+14255550132"

-- Two queues that share agents, each with a number.
given_flow("two_lines", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

for number, name in pairs { ["+18005550198"] = "sales", ["+18005550199"] = "support" } do
  on("IncomingCall", { to = number }, function(call)
    call:answer()
    local line = queue.new {
      name = name, agents = function() return store.get "roster" end, patience = 4 * 3600,
    }
    local agent, reason
    race {
      function() agent, reason = line:wait(call) end,
      function() wait_for("Signal", { signal = "give_up" }, 86400) end,
    }
    log.info("waited", { agent = agent, reason = reason, length = line:length() })
    if agent then line:talk(call, agent) end
    call:hang_up { for_everyone = true }
  end)
end

on("Signal", { signal = "mine" }, function() log.info "a signal of my own" end)
on("Signal", function(_, event) log.info("a signal", { name = event.signal, queue = event.data.queue }) end)
]])

-- Calls two people at once, who wait in one session.
given_flow("pair", [[
local queue = require "std.queue"

flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

local support = queue.new { name = "support", agents = { "+14255550131", "+14255550132" } }

local function one(number)
  return function()
    local call = assert(create_call { target = number, caller_id = "+18005550197" })
    support:talk(call, support:wait(call))
  end
end

on("Launch", function(event)
  if event.params.what == "wake" then return support:wake() end
  all { one "+14255550103", one "+14255550104" }
end)
]])

describe("queue wakes", function()
  local sales, support = "+18005550198", "+18005550199"
  local caller, other, third, fourth, ann, ben
  before_each(function()
    caller, other = phone "+14255550100", phone "+14255550101"
    third, fourth = phone "+14255550102", phone "+14255550105"
    ann, ben = phone(ann_number), phone(ben_number)
    store_has { roster = { ann_number } }
  end)

  --- An agent is free, and nobody tells it.
  local function is_secretly_free(number) store_has { ["std.queue/agent/4:" .. number] = "free 1" } end

  local function speaks(who, agent, number)
    local call = who:dial(number or support)
    expect(who):speaks_with(agent)
    return call
  end

  it("the first when an agent is free, at once", { exact = true }, function()
    speaks(other, ann)
    local waits = caller:dial(support)
    advance(7)
    other:hangs_up()
    expect(caller):speaks_with(ann, { within = 2 })
    expect(waits):logged("a signal", { name = "std.queue", queue = "support" })
    expect(waits):did_not_log "a signal of my own"
  end)

  it("the first of another queue too", { exact = true }, function()
    speaks(other, ann, sales)
    caller:dial(support)
    advance(7)
    other:hangs_up()
    expect(caller):speaks_with(ann, { within = 2 })
    expect(stored("std.queue/wanted/4:" .. ann_number)):equals "support"
    third:dial(sales)
    advance(7)
    expect(stored("std.queue/wanted/4:" .. ann_number)):equals "support sales"
    ann:hangs_up()
    expect(third):speaks_with(ann, { within = 2 })
  end)

  it("the first of another queue when an agent does not come", { exact = true }, function()
    ann:never_answers()
    caller:dial(support)
    ann:rings()
    third:dial(sales)
    advance(7)
    ann:answers()
    caller:hangs_up()
    expect(third):speaks_with(ann, { within = 2 })
  end)

  it("the next one when the first leaves", { exact = true }, function()
    speaks(other, ann)
    caller:dial(support)
    advance(1)
    local second = third:dial(support)
    advance(1)
    is_secretly_free(ann_number)
    ann:hangs_up()
    caller:hangs_up()
    expect(third):speaks_with(ann, { within = 3 })
    expect(second):logged("waited", { agent = ann_number, length = 0 })
  end)

  it("the next one when the first gives up", { exact = true }, function()
    store_has { ["std.queue/agent/4:" .. ann_number] = "elsewhere/1" }
    local call = caller:dial(support)
    advance(1)
    third:dial(support)
    advance(1)
    is_secretly_free(ann_number)
    call.session:signal("give_up", { queue = "none" })
    expect(call):logged("waited", {})
    expect(third):speaks_with(ann, { within = 2 })
  end)

  it("two, one after the other, when two agents are free at once", { exact = true }, function()
    store_has { roster = { ann_number, ben_number } }
    speaks(other, ann)
    speaks(fourth, ben)
    local first = caller:dial(support)
    advance(1)
    local second = third:dial(support)
    advance(5)
    other:hangs_up()
    fourth:hangs_up()
    expect(first):logged("waited", {}, { within = 2 })
    expect(second):logged("waited", {}, { within = 2 })
    expect(ann):is_in_call()
    expect(ben):is_in_call()
  end)

  it("nobody when a ring is lost, but they look before long", { exact = true }, function()
    store_has { ["std.queue/agent/4:" .. ann_number] = "elsewhere/1" }
    local call = caller:dial(support)
    advance(3)
    is_secretly_free(ann_number)
    advance(20)
    expect(call):did_not_send "add_participant"
    expect(caller):speaks_with(ann, { within = 10 })
  end)

  it("the first when the flow says that there is somebody", { exact = true }, function()
    store_has { ["std.queue/agent/4:" .. ann_number] = "elsewhere/1" }
    caller:dial(support)
    advance(3)
    store_has { roster = { ben_number } }
    launch("pair", { what = "wake" })
    expect(caller):speaks_with(ben, { within = 2 })
  end)

  it("nobody when nobody waits", function()
    expect(launch("pair", { what = "wake" })):is_over { way = "finished" }
  end)

  it("both who wait in one session", { exact = true }, function()
    store_has { roster = { ann_number, ben_number } }
    speaks(other, ann)
    speaks(fourth, ben)
    local session = launch("pair", { what = "pair" })
    advance(10)
    other:hangs_up()
    advance(3)
    fourth:hangs_up()
    advance(3)
    expect(ann):is_in_call()
    expect(ben):is_in_call()
    ann:hangs_up()
    ben:hangs_up()
    expect(session):is_over { way = "finished" }
  end)

  it("nobody for an hour, in which they look every half minute", { exact = true }, function()
    store_has { ["std.queue/agent/4:" .. ann_number] = "elsewhere/1" }
    local call = caller:dial(support)
    advance(3600)
    is_secretly_free(ann_number)
    expect(caller):speaks_with(ann, { within = 35 })
    -- So some 500 inputs an hour, of the 10,000 that a session has.
    expect(call):sent("store", { step = "set", key = "std.queue/support/seen/1" }, { times = 122 })
  end)
end)
