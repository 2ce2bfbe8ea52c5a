local group, room = "01234567-89ab-cdef-0123-456789abcdef", "99000000000000001"
local notice = "This call is being supervised."

describe("supervisor", function()
  local ada, bob
  before_each(function()
    ada, bob = phone "8:acs:contoso_ada", phone "8:acs:contoso_bob"
  end)

  --- Two people in a group call, as they agreed.
  local function conversation()
    ada:joins { group_call_id = group }
    return bob:joins { group_call_id = group }
  end

  local function supervise(params) return launch("supervisor", params) end

  describe("joins", function()
    it("a group call", function()
      local call = conversation()
      local session = supervise { group_call_id = group }
      ada:hears(notice)
      bob:hears(notice)
      expect(session):sent "connect_call"
      expect(call.session.id):equals(session.id)
    end)

    it("a room", function()
      ada:joins { room_id = room }
      local call = bob:joins { room_id = room }
      local session = supervise { room_id = room }
      ada:hears(notice)
      bob:hears(notice)
      expect(call.session.id):equals(session.id)
    end)

    it("any call by the service's id", function()
      local call = conversation()
      local session = supervise { server_call_id = call.server_call_id }
      ada:hears(notice)
      expect(call.session.id):equals(session.id)
    end)

    it("a call of another flow, whose caller hears of it", function()
      local caller = phone "+14255550100"
      local call = caller:dial "+18005550166"
      expect(call):is_connected()
      caller:stays_silent()
      local session = supervise { server_call_id = call.server_call_id }
      caller:hears(notice)
      expect(session):is_over { way = "finished" }
    end)

    it("a group call that nobody is in yet", function()
      local session = supervise { group_call_id = group, seconds = "30" }
      advance(5)
      expect(session):did_not_send "hang_up"
      expect(session):did_not_log "in the call"
      ada:joins { group_call_id = group }
      expect(session):is_over { way = "finished", within = 1 }
    end)

    it("somebody who is alone in a room", function()
      ada:joins { room_id = room }
      supervise { room_id = room }
      ada:hears(notice)
    end)
  end)

  describe("logs who is in the call", function()
    it("each of them", function()
      conversation()
      local session = supervise { group_call_id = group }
      expect(session):logged("in the call", { who = "8:acs:contoso_ada" })
      expect(session):logged("in the call", { who = "8:acs:contoso_bob" })
    end)

    it("before they hear of it", function()
      conversation()
      local session = supervise { group_call_id = group }
      ada:hears(notice)
      expect(session):logged("in the call", { who = "8:acs:contoso_ada" }, { within = 0 })
      expect(session):sent_in_order { "connect_call", "list_participants", "play", "hang_up" }
    end)

    it("phones with their raw id", { exact = true }, function()
      phone("+14255550100"):joins { group_call_id = group }
      supervise { group_call_id = group }
      advance(1)
      local logged = {}
      for _, entry in ipairs(logs()) do
        if entry.message == "in the call" then table.insert(logged, entry.fields.who) end
      end
      expect(logged):equals { "4:+14255550100" }
    end)

    it("but not who left before", function()
      conversation()
      bob:hangs_up()
      local session = supervise { group_call_id = group }
      ada:hears(notice)
      expect(session):did_not_log("in the call", { who = "8:acs:contoso_bob" })
    end)
  end)

  describe("stays", function()
    --- Seconds from the end of the notice until the supervisor leaves.
    local function stay(session, call)
      ada:hears(notice, { whole = true })
      local began = now()
      expect(session):sent("hang_up", {}, { within = 600 })
      expect(call):goes_on()
      return now() - began
    end

    it("two seconds if nothing else is said", { exact = true }, function()
      local call = conversation()
      local seconds = stay(supervise { group_call_id = group }, call)
      expect(seconds):is_above(1.9)
      expect(seconds):is_below(2.1)
    end)

    it("as many seconds as the launch says", { exact = true }, function()
      local call = conversation()
      local seconds = stay(supervise { group_call_id = group, seconds = "45" }, call)
      expect(seconds):is_above(44.9)
      expect(seconds):is_below(45.1)
    end)

    it("a number of seconds that is given as a number", { exact = true }, function()
      local call = conversation()
      local seconds = stay(supervise { group_call_id = group, seconds = 7 }, call)
      expect(seconds):is_above(6.9)
      expect(seconds):is_below(7.1)
    end)
  end)

  describe("leaves before that", function()
    local cleo, call, session
    before_each(function()
      cleo = phone "8:acs:contoso_cleo"
      call = conversation()
      session = supervise { group_call_id = group, seconds = "600" }
      ada:hears(notice, { whole = true })
    end)

    it("when somebody comes", function()
      advance(60)
      expect(session):did_not_send "hang_up"
      cleo:joins { group_call_id = group }
      expect(session):is_over { way = "finished", within = 1 }
      expect(call):has_participants { ada, bob, cleo }
    end)

    it("when somebody goes", function()
      advance(60)
      expect(session):did_not_send "hang_up"
      bob:hangs_up()
      expect(session):is_over { way = "finished", within = 1 }
      expect(call):has_participants { ada }
    end)
  end)

  describe("leaves without ending", function()
    it("a group call", function()
      local call = conversation()
      local session = supervise { group_call_id = group }
      expect(session):is_over { way = "finished" }
      expect(call):has_timeline { notice, "the application left, the others go on" }
      expect(call):has_participants { ada, bob }
      expect(call):goes_on(3600)
    end)

    it("a room with one who is alone in it", function()
      local call = ada:joins { room_id = room }
      local session = supervise { room_id = room }
      expect(session):is_over { way = "finished" }
      expect(call):goes_on(60)
      ada:hangs_up()
      expect(call):has_ended { how = "everyone_left" }
    end)

    it("a call of another flow", function()
      local caller, agent = phone "+14255550100", phone "+14255550131"
      local call = caller:dial "+18005550177"
      expect(call):has_timeline { "the application left" }
      local session = supervise { server_call_id = call.server_call_id }
      caller:hears(notice)
      agent:hears(notice)
      expect(session):is_over { way = "finished" }
      expect(caller):speaks_with(agent)
    end)
  end)

  it("tells who comes during the notice nothing", function()
    local cleo = phone "8:acs:contoso_cleo"
    conversation()
    supervise { group_call_id = group }
    ada:hears(notice)
    local call = cleo:joins { group_call_id = group }
    expect(call):has_timeline { "the application left" }
    expect(cleo):did_not_hear(notice)
  end)

  describe("ends quietly", function()
    it("when everybody hangs up during the notice", function()
      local call = conversation()
      local session = supervise { group_call_id = group }
      ada:hears(notice)
      ada:hangs_up()
      bob:hangs_up()
      expect(session):is_over { way = "finished", within = 30 }
      expect(call):has_ended()
    end)

    it("when the last one hangs up while it listens", function()
      local call = ada:joins { room_id = room }
      local session = supervise { room_id = room, seconds = "600" }
      ada:hears(notice, { whole = true })
      ada:hangs_up()
      expect(session):is_over { way = "finished", within = 5 }
      expect(call):has_ended()
    end)

    it("when the other flow ends the call during the notice", function()
      local caller = phone "+14255550100"
      local call = caller:dial "+18005550188"
      expect(call):is_connected()
      local session = supervise { server_call_id = call.server_call_id }
      expect(call):has_ended { how = "application_hung_up" }
      expect(session):is_over { way = "finished" }
    end)
  end)

  describe("logs why it could not join", function()
    local function could_not_join(params, reason)
      local session = supervise(params)
      expect(session):logged("could not join", { reason = reason })
      expect(session):is_over { way = "finished" }
      expect(session):did_not_send "play"
    end

    it("a room that there is not", function() could_not_join({ room_id = room }, "not_found") end)

    it("a call that nobody knows", function() could_not_join({ server_call_id = "bm9ib2R5" }, "not_found") end)

    it("a call that is over", function()
      local call = conversation()
      ada:hangs_up()
      bob:hangs_up()
      expect(call):has_ended()
      could_not_join({ server_call_id = call.server_call_id }, "not_found")
    end)
  end)

  describe("fails", function()
    it("when no call is named", { allows_errors = true }, function()
      local session = launch "supervisor"
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "exactly one"
      expect(session):did_not_send "connect_call"
    end)

    it("when two calls are named", { allows_errors = true }, function()
      local session = supervise { room_id = room, group_call_id = group }
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "exactly one"
    end)

    it("for a group call whose id is no GUID", { allows_errors = true }, function()
      local session = supervise { group_call_id = "monday" }
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "GUID"
    end)

    it("for a room without a name", { allows_errors = true }, function()
      local session = supervise { room_id = "" }
      expect(session):is_over { way = "failed" }
      expect(session.report):contains "'room_id' is empty"
    end)
  end)

  it("supervises two calls at once", function()
    local cleo, dora = phone "8:acs:contoso_cleo", phone "8:acs:contoso_dora"
    conversation()
    cleo:joins { room_id = room }
    dora:joins { room_id = room }
    local sessions = { supervise { group_call_id = group }, supervise { room_id = room } }
    ada:hears(notice)
    dora:hears(notice)
    expect(sessions[1]):did_not_log("in the call", { who = "8:acs:contoso_cleo" })
    expect(sessions[2]):did_not_log("in the call", { who = "8:acs:contoso_ada" })
  end)

  it("joins one call twice, and both times is heard", function()
    local call = conversation()
    supervise { group_call_id = group, seconds = "30" }
    ada:hears(notice, { whole = true })
    supervise { group_call_id = group, seconds = "30" }
    ada:hears(notice)
    expect(call):goes_on(60)
  end)
end)
