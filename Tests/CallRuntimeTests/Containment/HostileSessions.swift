import CallModel

/// The corpus: what a flow can do to the runtime through what it may ask for.
enum HostileSessions {
    static let all = floods + giants + storms + swarms + comparisons + restarts

    private static let floods = [
        HostileSession("short sleeps", .stopped("more than 150 inputs"), "while true do sleep(0) end"),
        HostileSession(
            "short sleeps in pcall", .stopped("more than 150 inputs"), "while true do pcall(sleep, 0) end"),
        HostileSession(
            "the log without a wait", .stopped("ran for too long"),
            "while true do log.info(('x'):rep(1000)) end"),
        HostileSession(
            "the log between waits", .stopped("more than 150 inputs"),
            "while true do for i = 1, 50 do log.info(('x'):rep(1000), { y = ('z'):rep(1000) }) end sleep(0) end"),
        HostileSession(
            "large lines of the log", .stopped("more than 150 inputs"),
            "while true do log.info(('x'):rep(200000)) sleep(0) end"),
        HostileSession(
            "launches", .stopped("more than 150 inputs"), "while true do launch('test') end"),
        HostileSession(
            "launches beside one another", .failed("more than 64 operations are pending"),
            "for i = 1, 100 do spawn(function() launch('test') end) end sleep(1)"),
        HostileSession(
            "signals to itself", .stopped("more than 150 inputs"), "while true do signal(self, 'again') end"),
        HostileSession(
            "signals to itself from the hook", .stopped("more than 150 inputs"), "K.id = self signal(self, 'again')",
            hooks: "local K = {} on('Signal', function() signal(K.id, 'again') end)"),
        HostileSession(
            "plays that nobody waits for", .failed("more than 64 operations are pending"),
            "while true do call:play { text = 'x', wait = false } end"),
        HostileSession(
            "plays that nobody waits for in pcall", .stopped("ran for too long"),
            "while true do pcall(call.play, call, { text = 'x', wait = false }) end"),
        HostileSession(
            "plays that are cancelled", .stopped("more than 150 inputs"),
            "while true do call:play({ text = 'x', wait = false }):cancel() end"),
        HostileSession(
            "calls that are given up", .failed("more than 1000 calls"),
            """
            for i = 1, 1000 do
              create_call({ target = '+14255550123', caller_id = '+18005550199', wait = false }):cancel()
            end
            """),
        HostileSession(
            "hanging up again and again", .stopped("ran for too long"),
            "call:hang_up() while true do call:hang_up() end"),
        HostileSession(
            "waits for events that never come", .stopped("more than 150 inputs"),
            "while true do wait_for('PlayStarted', 0.01) end"),
        HostileSession(
            "waits for events that always come", .stopped("more than 150 inputs"),
            "while true do wait_for('*', 100) end", events: { event($0) }),
    ]

    private static let restarts = [
        HostileSession(
            "restarts without a wait", .stopped("ran for too long"), "restart('again')",
            hooks: "on('Restart', function() while true do restart('again') end end)"),
        HostileSession(
            "restarts without a wait, at the top", .stopped("ran for too long"), "restart('again')",
            hooks: "for i = 1, 50000 do end on('Restart', function() restart('again') end)"),
        HostileSession(
            "restarts with much data", .stopped("ran for too long"), "restart('again', ('x'):rep(60000))",
            hooks: "on('Restart', function(_, event) restart('again', event.data) end)"),
        HostileSession(
            "restarts that nobody wants", .stopped("ran for too long"),
            "while true do pcall(restart, 'nobody', ('x'):rep(60000)) end",
            hooks: "on('Restart', { handler = 'again', data = pattern('x*x*x*y') }, function() end)"),
        HostileSession(
            "restarts between short sleeps", .stopped("more than 64KiB of journal"), "restart('again')",
            hooks: "on('Restart', function() sleep(0) restart('again') end)", limits: ["journal": "64KiB"]),
        HostileSession(
            "restarts that leave plays behind", .stopped("ran for too long"), "restart('again')",
            hooks: """
                on('Restart', function(call)
                  for i = 1, 10 do call:play { text = 'x', wait = false } end
                  restart('again')
                end)
                """),
    ]

    private static let giants = [
        HostileSession(
            "texts of prompts", .stopped("more than 1MiB of journal"),
            "while true do call:play { text = ('x'):rep(200000) } end", limits: ["journal": "1MiB"]),
        HostileSession(
            "texts of prompts by the limit of the design", .stopped("more than 16MiB of journal"),
            "while true do call:play { text = ('x'):rep(250000) } end", limits: ["inputs": "10000"]),
        HostileSession(
            "texts that nobody waits for", .stopped("more than 1MiB of journal"),
            "while true do call:play({ text = ('x'):rep(200000), wait = false }):wait() end",
            limits: ["journal": "1MiB"]),
        HostileSession(
            "operation contexts", .stopped("more than 1MiB of journal"),
            "while true do call:play { text = 'x', operation_context = ('c'):rep(200000) } end",
            limits: ["journal": "1MiB"]),
        HostileSession(
            "custom contexts", .failed("longer than 1024 characters"),
            """
            while true do
              call:add_participant {
                target = '8:acs:contoso_ada', custom_context = { voip_headers = { Notes = ('h'):rep(200000) } },
              }
            end
            """),
        HostileSession(
            "parameters of launches", .stopped("more than 1MiB of journal"),
            "while true do launch('test', { x = ('p'):rep(200000) }) end", limits: ["journal": "1MiB"]),
        HostileSession(
            "data of signals", .stopped("more than 1MiB of journal"),
            "while true do signal(self, ('n'):rep(100000), { x = ('d'):rep(100000) }) end",
            limits: ["journal": "1MiB"]),
        HostileSession(
            "events that come", .stopped("more than 1MiB of journal"), "while true do wait_for('*', 100) end",
            limits: ["journal": "1MiB"], events: { event($0, size: 50_000) }),
        HostileSession(
            "call.data", .stopped("too much memory"),
            "call.data.all = {} while true do table.insert(call.data.all, ('x'):rep(1000) .. #call.data.all) end"),
        HostileSession(
            "call.data between waits", .stopped("too much memory"),
            """
            call.data.all = {}
            while true do
              for i = 1, 300 do table.insert(call.data.all, ('x'):rep(1000) .. #call.data.all) end
              sleep(0)
            end
            """),
        HostileSession(
            "events that are kept", .stopped("too much memory"),
            "local all = {} while true do all[#all + 1] = wait_for('*', 100) end",
            limits: ["inputs": "1000", "journal": "64MiB"], events: { event($0, size: 50_000) }),
        HostileSession(
            "fields of a signal", .stopped("more than 1MiB of journal"),
            """
            local many = {}
            for i = 1, 5000 do many['k' .. i] = i end
            while true do signal(self, 'x', many) end
            """, limits: ["journal": "1MiB"]),
    ]

    private static let storms = [
        HostileSession(
            "coroutines", .stopped("ran for too long"),
            "while true do coroutine.wrap(function() coroutine.yield() end)() end"),
        HostileSession(
            "coroutines that are kept", .stopped("more than 150 inputs"),
            "local all = {} while true do local c = coroutine.create(sleep) coroutine.resume(c, 0) all[#all + 1] = c end"
        ),
        HostileSession(
            "handlers of errors that fail", .failed("first"), "error('first')",
            hooks: "for i = 1, 300 do on('FlowError', function() error(('e'):rep(100000)) end) end"),
        HostileSession(
            "errors of tasks", .stopped("more than 12 inputs"),
            "while true do for i = 1, 20 do spawn(function() error(('e'):rep(100000)) end) end sleep(0) end",
            hooks: "on('FlowError', function(call, event) error(event.message) end)", limits: ["inputs": "12"]),
        HostileSession(
            "errors that are caught", .stopped("ran for too long"),
            "while true do pcall(wait_for, ('PlayStart'):rep(5)) end"),
        HostileSession(
            "cancelled tasks that go on", .stopped("more than 150 inputs"),
            """
            while true do
              within(0.01, function() while true do pcall(sleep, 0.01) end end)
            end
            """),
    ]

    private static let swarms = [
        HostileSession(
            "tasks", .failed("more than 1000 tasks"), "while true do spawn(function() sleep(1000) end) end"),
        HostileSession(
            "tasks in pcall", .stopped("ran for too long"),
            "while true do pcall(spawn, function() sleep(1000) end) end"),
        HostileSession(
            "tasks that double", .stopped("more than"),
            "local function f() while true do pcall(spawn, f) pcall(spawn, f) sleep(0) end end f()"),
        HostileSession(
            "a race of thousands", .failed("more than 1000 tasks"),
            "local f = {} for i = 1, 2000 do f[i] = function() sleep(i) end end race(f)"),
        HostileSession(
            "all of thousands", .failed("more than 1000 tasks"),
            "local f = {} for i = 1, 2000 do f[i] = function() sleep(i) end end all(f)"),
        HostileSession(
            "races without end", .stopped("more than 20 inputs"),
            "local f = {} for i = 1, 900 do f[i] = function() sleep(i / 100) end end while true do race(f) end",
            limits: ["inputs": "20"]),
        HostileSession(
            "blocks without a wait", .stopped("ran for too long"),
            "local f = {} for i = 1, 900 do f[i] = function() end end while true do all(f) end"),
        HostileSession(
            "blocks inside one another", .failed("more than 1000 tasks"),
            "local function f() all { f, f } end f()"),
        HostileSession(
            "timers", .goesOn,
            """
            for i = 1, 2000 do pcall(spawn, function() sleep(5000) end) end
            sleep(1)
            call:play { text = 'x' }
            while true do sleep(9999) end
            """, limits: ["inputs": "2000"]),
    ]

    private static let comparisons = [
        HostileSession(
            "filters of many fields", .failed("at most 64 fields"),
            "local f = {} for i = 1, 65 do f['f' .. i] = i end wait_for('*', f)"),
        HostileSession(
            "filters of many values", .failed("more than 1000 values"),
            "local f = {} for i = 1, 1001 do f[i] = i end wait_for('*', { f = f })"),
        HostileSession(
            "patterns of many waits", .stopped("the filters of its waits take too long"),
            """
            for i = 1, 500 do
              spawn(function() wait_for('*', { ['data.text'] = pattern '(.-)(.-)(.-)(.-)(.-)y' }, 1000) end)
            end
            sleep(1000)
            """,
            events: { step in
                let data: JSONValue = ["signal": "s", "data": ["text": .string(String(repeating: "x", count: 500))]]
                return step < 1 ? nil : CallEvent(id: "e\(step)", name: "Signal", data: data.encoded)
            }),
        HostileSession(
            "fields of many waits", .stopped("the filters of its waits take too long"),
            """
            local f = {}
            for i = 1, 60 do f['data.f' .. i] = i end
            for i = 1, 100 do spawn(function() wait_for('*', f, 1000) end) end
            sleep(1000)
            """,
            events: { step in
                var members: [(name: String, value: JSONValue)] = []
                for i in 1...1_000 { members.append(("f\(i)", .integer(Int64(i % 60 == 0 ? 0 : i)))) }
                let data: JSONValue = ["signal": "s", "data": .object(JSONObject(members))]
                return step < 1 ? nil : CallEvent(id: "e\(step)", name: "Signal", data: data.encoded)
            }),
    ]

    private static func event(_ step: Int, size: Int = 10) -> CallEvent? {
        // The first ones would come before anybody waits.
        if step < 8 { return nil }
        let data: JSONValue = ["text": .string(String(repeating: "e", count: size))]
        return CallEvent(id: "flood\(step)", name: "PlayStarted", data: data.encoded)
    }
}
