import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Two sessions of one generation: nothing that one does to its world is seen by the other, whether it waits meanwhile
/// or begins later in memory that was the first one's.
struct IsolationTests {
    private static let hostile = "+18005550166"
    private static let innocent = "+18005550177"

    /// What the hostile session does; each line for itself, whether it is allowed or not.
    static let attacks: [String] = [
        "string.rep = function() return 'evil' end",
        "rawset(string, 'rep', function() return 'evil' end)",
        "table.concat = nil",
        "rawset(table, 'insert', nil)",
        "math.floor = function() return 666 end",
        "rawset(math, 'floor', nil)",
        "utf8.char = nil",
        "coroutine.wrap = nil",
        "os.time = function() return 0 end",
        "log.info = function() end",
        "rawset(log, 'info', nil)",
        "getmetatable('').__index = function() return 'evil' end",
        "getmetatable('').__index.upper = function() return 'evil' end",
        "debug.setmetatable('', {})",
        "setmetatable(_G, { __index = function() return 'evil' end })",
        "getmetatable(_G).__newindex = nil",
        "rawset(_G, 'evil', true)",
        "rawset(_G, 'sleep', nil)",
        "_G.evil = true",
        "evil = true",
        "_ENV.pairs = nil",
        "package.loaded['std.menu'] = {}",
        "require('std.menu').ask = function() return 'evil' end",
        "require('lib.box').value = 'evil'",
        "table.insert(require('lib.box').list, 'evil')",
        "shared.value = 'evil'",
        "call.data.value = 'evil'",
        "getmetatable(call).__index = function() return 'evil' end",
        "getmetatable(call).play = function() return 'evil' end",
        "rawset(call, 'play', function() return 'evil' end)",
        "setmetatable(call, {})",
        "rawset(config, 'x', 'evil')",
        "local e = select(2, pcall(error, { quiet = true })) e.quiet = 'evil'",
        "local _, e = pcall(call.play, call, {}) getmetatable(e).__index = nil",
        "local s = launch('test') shared.session = s",
        "shared.thread = coroutine.running()",
        "shared.thread = coroutine.create(function() coroutine.yield() end) coroutine.resume(shared.thread)",
        "shared.operation = call:play { text = 'secret', wait = false }",
        "shared.task = spawn(function() sleep(1000) end)",
        "math.randomseed(1)",
    ]

    private static let flow = """
        local shared = { value = 'clean' }
        local box = require 'lib.box'
        local function look(call)
          local menu = require 'std.menu'
          local seen = {
            ('ab'):rep(2), string.rep('ab', 2), table.concat({ 1, 2 }, '+'), math.floor(1.5), utf8.char(65),
            coroutine.wrap(function() return 'co' end)(), os.time(), ('a'):upper(), getmetatable(''),
            getmetatable(_G), rawget(_G, 'evil'), type(sleep), type(menu.ask), box.value, #box.list, shared.value,
            shared.session, shared.thread, shared.operation, shared.task, call.data.value, call.state,
            type(call.play), getmetatable(call), math.random(1000000), tostring({}), pcall(error, 'e', 0),
            pcall(function() return evil end), (pcall(function() return call.evil end)),
          }
          local words = {}
          for i = 1, 34 do words[i] = tostring(seen[i]) end
          log.info(table.concat(words, ' '))
          -- Memory that was another's holds nothing of it.
          for _, size in ipairs { 1, 10, 100, 1000 } do
            local t = table.pack(table.unpack({}, 1, size))
            for i = 1, size do if t[i] ~= nil then log.info('found ' .. tostring(t[i])) end end
          end
        end
        on('IncomingCall', { to = '\(innocent)' }, function(call) call:answer() sleep(5) look(call) sleep(5) look(call) end)
        on('IncomingCall', { to = '\(hostile)' }, function(call)
          call:answer()
          for i, attack in ipairs(ATTACKS) do
            local ok, err = pcall(attack, call, shared)
            log.debug(i .. ' ' .. tostring(ok))
          end
          ATTACKS.secret = ('secret '):rep(1000)
          sleep(20)
        end)
        """

    private static func source() -> String {
        let list = attacks.map { "function(call, shared) \($0) end," }.joined(separator: "\n")
        return flow.replacing("ATTACKS", with: "attacks").replacing(
            "local box", with: "local attacks = {\n\(list)\n}\nlocal box", maxReplacements: 1)
    }

    private static let modules = ["test/lib/box.lua": "return { value = 'clean', list = {} }"]

    private static func session(to number: String, sharing: FlowGeneration? = nil) throws -> MachineDriver {
        let driver = try MachineDriver(source(), modules: modules, to: number, sharing: sharing)
        if driver.sent.isEmpty { return driver }
        try driver.connect()
        return driver
    }

    /// Lets a session look twice, and ends it.
    private static func looks(_ driver: MachineDriver) throws -> [String] {
        driver.advance(5)
        driver.advance(5)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
        return driver.said
    }

    @Test
    func whatASessionDoesToItsWorldStaysThere() throws {
        let expected = try Self.looks(Self.session(to: Self.innocent))
        #expect(expected.count == 2)
        #expect(
            expected.allSatisfy { $0.hasPrefix("abab abab 1+2 1 A co ") && !$0.contains("evil") }, "\(expected)")

        let waiting = try Self.session(to: Self.innocent)
        let attacker = try Self.session(to: Self.hostile, sharing: waiting.generation)
        // launch('test'), then whatever the attacks asked for.
        try attacker.answer("2", 200, ["session": .string(HostileSession.ownID)])
        let tried = attacker.logs.filter { $0.level == "debug" }.map(\.message)
        #expect(tried.count == Self.attacks.count)
        // What belongs to the session's own world may be changed there.
        #expect(tried.contains { $0.hasSuffix("true") } && tried.contains { $0.hasSuffix("false") })
        #expect(try Self.looks(waiting) == expected)

        attacker.advance(30)
        attacker.disconnect()
        try attacker.verify()
        attacker.machine.drop()
        let later = try Self.session(to: Self.innocent, sharing: waiting.generation)
        #expect(try Self.looks(later) == expected)
    }

    /// The numbers of operations and timers are each session's own; what carries another's is nobody's.
    @Test func answersForOthersChangeNothing() throws {
        let driver = try Self.session(to: Self.innocent)
        let before = driver.records.count
        #expect(!driver.event("PlayCompleted", context: "77.1"))
        #expect(!driver.event("CallDisconnected", leg: "9"))
        #expect(!driver.event("PlayCompleted", context: "2.1", leg: "9"))
        try driver.answer("77", 200, ["callConnectionId": "stolen"])
        try driver.fault("r9", .unknown)
        #expect(driver.state == "connected")
        #expect(driver.records.count == before + 5)
        #expect(driver.end == nil)
        try driver.verify()
    }

    @Test func callsOfTwoSessionsHaveTheirOwnData() throws {
        let flow = """
            on("IncomingCall", function(call)
              log.info(tostring(call.data.count))
              call.data.count = (call.data.count or 0) + 1
              call:answer()
              log.info(tostring(call.data.count))
            end)
            """
        let first = try MachineDriver(flow)
        let second = try MachineDriver(flow, sharing: first.generation)
        try second.connect()
        try first.connect()
        #expect(first.said == ["nil", "1"])
        #expect(second.said == ["nil", "1"])
    }
}
