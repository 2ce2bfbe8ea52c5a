-- Fails as often as the launch says, and logs each try with the tenths of a second since the first.
given_flow("retries", [[
local retry = require "std.retry"

on("Launch", function(event)
  local params, began = event.params, now()
  local function after() return math.floor((now() - began) * 10 + 0.5) end
  local fails = params.fails or 0
  if params.when then params.options.when = function(err, try)
    log.info("when", { err = err, try = try })
    return err ~= params.when
  end end
  local one, two, three = retry.call(params.f or function(try)
    log.info("try", { try = try, after = after() })
    if try <= fails then return nil, (params.table and { reason = "busy" }) or "err" .. try, "more" end
    if params.nothing then return nil end
    if params.raises then error "broken" end
    return "fine", nil, 3
  end, params.options)
  local reason = type(two) == "table" and two.reason or two
  log.info("done", { one = one, two = reason, three = three, after = after() })
end)
]])

describe("retry.call", function()
  local session
  local function run(params) session = launch("retries", params) end

  local function tries_at(...)
    for try, after in ipairs { ... } do
      expect(session):logged("try", { try = try, after = after }, { within = 4000 })
    end
    expect(session):did_not_log("try", { try = select("#", ...) + 1 })
  end

  it("returns all that the function returns, at once", function()
    run {}
    expect(session):logged("done", { one = "fine", three = 3, after = 0 })
    tries_at(0)
  end)

  it("tries three times, and waits longer each time", function()
    run { fails = 2 }
    tries_at(0, 10, 30)
    expect(session):logged("done", { one = "fine", after = 30 })
  end)

  it("returns what came back last", function()
    run { fails = 5 }
    expect(session):logged("done", { two = "err3", three = "more" }, { within = 10 })
    tries_at(0, 10, 30)
  end)

  it("returns a table as reason", function()
    run { fails = 5, table = true }
    expect(session):logged("done", { two = "busy" }, { within = 10 })
  end)

  it("waits as it is told", function()
    run { fails = 4, options = { tries = 5, first = 0.5, factor = 3, longest = 10 } }
    tries_at(0, 5, 20, 65, 165)
  end)

  it("does not wait when it is told so", function()
    run { fails = 3, options = { tries = 4, first = 0 } }
    expect(session):logged("done", { one = "fine", after = 0 })
  end)

  it("waits less by chance", function()
    run { fails = 3, options = { tries = 4, first = 100, factor = 1, longest = 100, jitter = 0.5 } }
    advance(149)
    expect(session):did_not_log "done"
    expect(session):logged("done", { one = "fine" }, { within = 152 })
  end)

  it("takes nil without a reason for a result", function()
    run { nothing = true }
    expect(session):logged("done", { after = 0 })
    tries_at(0)
  end)

  it("gives up when the flow says so", function()
    run { fails = 5, when = "err2", options = { tries = 5 } }
    expect(session):logged("done", { two = "err2" }, { within = 10 })
    expect(session):logged("when", { err = "err1", try = 1 })
    tries_at(0, 10)
  end)

  it("does not catch errors", { allows_errors = true }, function()
    run { raises = true }
    expect(session):is_over { way = "failed" }
    expect(session.report):contains "retries/main.lua:15: broken"
    tries_at(0)
  end)

  it("goes on after a crash", function()
    run { fails = 1, options = { first = 60 } }
    advance(30)
    crash { down = 1 }
    tries_at(0, 600)
    expect(session):logged("done", { one = "fine" }, { within = 200 })
  end)

  for words, params in pairs {
    ["retry.call: a function is needed, not 5"] = { f = 5 },
    ["retry.call: unknown option 'tires'; did you mean 'tries'?"] = { options = { tires = 1 } },
    ["retry.call: tries must be a whole number from 1 to 1000, not 0"] = { options = { tries = 0 } },
    ["retry.call: jitter must be a number from 0 to 1, not 2"] = { options = { jitter = 2 } },
    ["retry.call: options are a table with names"] = { options = "x" },
  } do
    it("tells what is wrong: " .. words, { allows_errors = true }, function()
      run(params)
      expect(session):is_over { way = "failed" }
      expect(session.report):contains(words)
      expect(session.report):contains "retries/main.lua:11"
    end)
  end
end)
