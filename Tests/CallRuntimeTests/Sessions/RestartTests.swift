import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// `restart`: a flow begins anew, and what went on at the service goes on. Every test replays its journal from the
/// beginning and from the last restart.
struct RestartTests {
    /// A call that is connected; then `lua`. The hook for "again" tells what it got.
    static func connected(_ lua: String, hook: String = "", limits: FlowLimits = FlowLimits()) throws -> MachineDriver {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call) call:answer() \(lua) end)
            on("Restart", { handler = "again" }, function(call, event)
              log.info("again " .. tostring(event.data) .. " " .. #event.calls .. " " .. tostring(call and call.state))
              \(hook)
            end)
            """, limits: limits)
        try driver.connect()
        return driver
    }

    private func restarts(_ driver: MachineDriver) -> [RestartRecord] {
        driver.records.compactMap { if case .restart(let restart) = $0.body { restart } else { nil } }
    }

    @Test func aFlowBeginsAnewWithItsHooks() throws {
        let driver = try MachineDriver(
            """
            local count = 0
            on("IncomingCall", function(call)
              call:answer()
              count = 5
              call.data.name = "Ada"
              call:use { locale = "pt-BR", voice_kind = "female" }
              restart("night", { round = 1, list = { 1, 2.5, "x" }, camelCase = true })
              log.info("never")
            end)
            on("Restart", { handler = "day" }, function() log.info("no") end)
            on("Restart", { handler = "night" }, function(call, event)
              log.info(event.name .. " " .. event.handler .. " " .. event.data.round .. " " .. #event.data.list)
              log.info(tostring(event.data.camelCase) .. " " .. #event.calls .. " " .. tostring(event.calls[1] == call))
              log.info(count .. " " .. tostring(call.data.name) .. " " .. call.state .. " " .. call.from)
              call:play { text = "Boa noite." }
            end)
            on("Restart", function(call, event) log.info("any " .. event.handler) end)
            on("*", function(call, event) if event.name == "Restart" then log.info("star") end end)
            """)
        try driver.connect()
        #expect(
            driver.said == [
                "Restart night 1 3", "true 1 true", "0 nil connected +14255550100", "any night", "star",
            ])
        #expect(driver.sent.last == "2 play c1 Boa noite.")
        #expect(restarts(driver).map(\.handler) == ["night"])
        #expect(driver.complaints.isEmpty)
        try driver.verify()
        // The rebuilt session goes on as the lived one would.
        try driver.rebuild()
        try driver.complete("2", "PlayCompleted")
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    /// Places from which nothing may come back.
    @Test(arguments: [
        "restart('again')", "pcall(restart, 'again')", "xpcall(restart, log.info, 'again')",
        "coroutine.wrap(function() restart('again') end)()",
        "local c = coroutine.create(function() restart('again') end) coroutine.resume(c)",
        "within(5, function() restart('again') end)",
        "race { function() restart('again') end, function() sleep(9) end }",
        "all { function() sleep(9) end, function() restart('again') end }",
        "spawn(function() restart('again') end) sleep(9)", "spawn(function() restart('again') end):wait()",
        "local x <close> = setmetatable({}, { __close = function() log.info('closed') end }) restart('again')",
        "setmetatable({}, { __index = function() restart('again') end })[1] = nil local y = setmetatable({}, { __index = function() restart('again') end }).x",
    ])
    func nothingRunsOnAndNothingCatchesIt(lua: String) throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              spawn(function() while true do sleep(1) log.info("ticks") end end)
              spawn(function() wait_for("Signal") log.info("signalled") end)
              \(lua)
              log.info("runs on")
            end)
            on("FlowError", function() log.info("error") end)
            on("Restart", function() log.info("anew") sleep(20) log.info("slept") end)
            """)
        try driver.connect()
        #expect(driver.said == ["anew"])
        driver.event("Signal", leg: nil)
        driver.advance(30)
        #expect(driver.said == ["anew", "slept"])
        #expect(driver.complaints.isEmpty)
        try driver.verify()
    }

    @Test func aHandlerOfErrorsCanRestart() throws {
        let driver = try Self.connected("error('oops')", hook: "sleep(100)")
        #expect(driver.said.isEmpty)
        let other = try MachineDriver(
            """
            on("Launch", function() error("oops") end)
            on("FlowError", function(call, event) restart("again", event.line) end)
            on("Restart", function(call, event) log.info("again " .. event.data .. tostring(call)) error("once more") end)
            """, limits: Self.few(units: 50_000), launch: [:])
        #expect(other.end?.way == .stopped, "errors without end are stopped")
        #expect(other.said.count > 2)
        try other.verify()
    }

    static func few(units: Int = 1_000_000, inputs: Int = 10_000, journal: Int = 1 << 20) -> FlowLimits {
        var limits = FlowLimits()
        limits.lua.instructions = units
        limits.lua.cpuSeconds = 600
        limits.inputs = inputs
        limits.journalBytes = journal
        return limits
    }

    @Test(arguments: [
        ("restart('nobody')", "has no on(\"Restart\", …) that wants the handler 'nobody'"),
        ("restart()", "'handler' is missing"), ("restart('')", "'handler' is empty"),
        ("restart(1)", "'handler' must be a text"), ("restart('again', function() end)", "'data' must be"),
        ("restart('again', { f = tostring })", "cannot stand here"),
        ("restart('again', { 1, x = 2 })", "either a list"),
        ("restart('again', { x = 0/0 })", "cannot stand here"),
        ("restart('again', ('x'):rep(70000))", "65536 is the limit"),
        ("local t = {} for i = 1, 200 do t = { t } end restart('again', t)", "neste"),
        ("local t = {} t.t = t restart('again', t)", "contains itself"),
    ])
    func aMistakeIsRaisedBeforeAnythingEnds(lua: String, message: String) throws {
        let driver = try Self.connected("local ok, err = pcall(function() \(lua) end) log.info(tostring(err)) sleep(5)")
        let said = try #require(driver.said.first)
        #expect(said.contains(message), "\(said)")
        #expect(said.hasPrefix("test/main.lua:1: "))
        #expect(restarts(driver).isEmpty)
        try driver.verify()
        let uncaught = try Self.connected(lua)
        #expect(uncaught.complaints.first?.contains(message) == true)
    }

    @Test func aHookForEveryEventAloneIsNone() throws {
        let driver = try MachineDriver(
            """
            on("Launch", function() log.info(select(2, pcall(restart, "again"))) end) on("*", function() end)
            """, launch: [:])
        #expect(driver.said.first?.contains("no on(\"Restart\"") == true)
    }

    @Test func dataMayBeAsLargeAsTheLimit() throws {
        let driver = try Self.connected("restart('again', ('x'):rep(65534))", hook: "log.info(#event.data)")
        #expect(driver.said.last == "65534")
        try driver.verify()
    }

    // MARK: - What goes on

    @Test func aPromptPlaysToItsEndAndWhatHasNotLeftNeverWill() throws {
        let driver = try Self.connected(
            """
            call:play { text = "One.", wait = false } call:play { text = "Two.", wait = false }
            spawn(function() call:play { text = "Three." } log.info("heard") end)
            spawn(function() restart("again") end)
            """, hook: #"call:play { text = "Four." } log.info("four")"#)
        #expect(driver.sent.dropFirst() == ["2 play c1 One."])
        #expect(driver.said == ["again nil 1 connected"])
        try driver.answer("2", 202)
        #expect(driver.sent.dropFirst() == ["2 play c1 One.", "5 play c1 Four."])
        try driver.answer("5", 202)
        try driver.verify()
        try driver.rebuild()
        driver.event("PlayCompleted", context: "2.1")
        driver.event("PlayCompleted", context: "5.1")
        #expect(driver.said.last == "four")
        #expect(!driver.said.contains("heard"))
        #expect(driver.machine.operations.openCount == 0)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func whatNobodyKnowsToBeHeardIsNotRepeatedToNobody() throws {
        let driver = try Self.connected(
            #"spawn(function() call:play { text = "One." } end) sleep(1) restart("again")"#, hook: "sleep(1000)")
        try driver.fault("2", .unknown)
        driver.advance(1)
        #expect(driver.said.count == 1)
        try driver.rebuild()
        driver.advance(30)
        #expect(driver.sends.count == 2)
        #expect(driver.machine.operations.openCount == 0)
        try driver.verify()
    }

    @Test func whatWasSilencedToBeRepeatedIsNot() throws {
        let driver = try Self.connected(
            #"spawn(function() call:play { text = "One." } end) sleep(4) restart("again")"#, hook: "sleep(1000)")
        try driver.fault("2", .unknown)
        driver.advance(3.5)
        #expect(driver.sent.last == "r1 cancel_all_media c1")
        driver.advance(1)
        try driver.answer("r1", 202)
        driver.advance(30)
        #expect(driver.sent.last == "r1 cancel_all_media c1")
        #expect(driver.machine.operations.openCount == 0)
        try driver.verify()
    }

    @Test func cancellingLeaves() throws {
        let driver = try Self.connected(
            """
            local music = call:play { text = "La.", loop = true }
            spawn(function() music:cancel() end)
            spawn(function() restart("again") end)
            """, hook: "sleep(1000)")
        try driver.answer("2", 202)
        #expect(driver.sent.last == "3 cancel_all_media c1")
        try driver.verify()
    }

    @Test func aFlowCanRestartBeforeItAnswers() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call, event) restart("again") end)
            on("Restart", function(call, event)
              log.info(call.state .. #event.calls)
              call:answer()
              log.info(call.state)
              call:hang_up()
            end)
            """)
        #expect(driver.said == ["offered1"])
        try driver.rebuild()
        try driver.connect()
        #expect(driver.said == ["offered1", "connected"])
        #expect(driver.sent.last == "2 hang_up c1 leave")
        try driver.verify()
    }

    @Test func aCallThatIsBeingMadeComesUp() throws {
        let driver = try MachineDriver(
            """
            on("Launch", function()
              spawn(function() create_call { target = "8:acs:a_b" } log.info("never") end)
              sleep(1)
              restart("again")
            end)
            on("Restart", function(call, event)
              log.info(#event.calls .. " " .. call.state)
              local event = wait_for("CallConnected", 90)
              log.info(call.state)
              call:hang_up()
            end)
            """, launch: [:])
        driver.advance(1)
        #expect(driver.said == ["1 creating"])
        try driver.rebuild()
        try driver.answer("1", 201, ["callConnectionId": "c1", "serverCallId": "s1"])
        driver.event("CallConnected", context: "1.1")
        #expect(driver.said == ["1 creating", "connected"])
        #expect(driver.sent.last == "2 hang_up c1 leave")
        try driver.answer("2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aCallThatWaitsForALineIsGivenUp() throws {
        let driver = try OutboundTests.launched(
            #"spawn(function() create_call { target = "+14255550123" } end) sleep(1) restart("again") "#
                + #"end) on("Restart", function(call, event) log.info(#event.calls .. tostring(call)) sleep(9) "#)
        driver.advance(1)
        #expect(driver.asked == ["1 take +18005550199", "1 free"])
        #expect(driver.said == ["0nil"])
        #expect(driver.sent.isEmpty)
        driver.advance(10)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func hangingUpLeavesEvenWhenItHasToWait() throws {
        let driver = try MachineDriver(
            """
            on("Launch", function()
              spawn(function() create_call { target = "8:acs:a_b" } end)
              local call = wait_for("Signal") and nil
            end)
            on("Signal", function(call) spawn(function() call:hang_up() end) spawn(function() restart("again") end) end)
            on("Restart", function() end)
            """, launch: [:])
        driver.event("Signal", leg: nil)
        #expect(driver.sent == ["1 create_call 8:acs:a_b as "] || driver.sent.count == 1, "\(driver.sent)")
        try driver.rebuild()
        try driver.answer("1", 201, ["callConnectionId": "c1", "serverCallId": "s1"])
        #expect(driver.sent.last == "2 hang_up c1 leave")
        try driver.answer("2", 204)
        driver.event("CallDisconnected", leg: "1")
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func whatWasAskedOfOtherSessionsHappens() throws {
        let driver = try MachineDriver(
            """
            on("Launch", function() spawn(function() launch("test") log.info("never") end) sleep(1) restart("again") end)
            on("Restart", function() sleep(5) end)
            """, launch: [:])
        driver.advance(1)
        #expect(driver.asked == ["1 launch test {}"])
        try driver.rebuild()
        driver.resume()
        #expect(driver.asked == ["1 launch test {}", "1 launch test {}"], "nobody knows whether it happened")
        try driver.answer("1", 200, ["session": "070000000000000001000000ff"])
        driver.advance(10)
        #expect(driver.said.isEmpty)
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    @Test func aRequestInFlightIsSentAgainByTheNextProcess() throws {
        let driver = try MachineDriver(
            """
            on("Launch", function()
              spawn(function() create_call { target = "8:acs:a_b" } end) sleep(1) restart("again")
            end)
            on("Restart", function(call) sleep(100) end)
            """, launch: [:])
        driver.advance(1)
        try driver.rebuild()
        driver.resume()
        #expect(driver.sends.count == 2 && driver.sends[0] == driver.sends[1])
        let tries = driver.records.compactMap { if case .sent(let sent) = $0.body { sent.send } else { nil } }
        #expect(tries.count == 2 && tries[0] == tries[1])
        try driver.verify()
    }

    @Test func anInvitationStands() throws {
        let driver = try Self.connected(
            #"spawn(function() call:add_participant { target = "8:acs:a_b" } end) sleep(1) restart("again")"#,
            hook: "sleep(100)")
        driver.advance(1)
        try driver.answer("2", 202, ["invitationId": "i1"])
        try driver.rebuild()
        driver.event("AddParticipantSucceeded", context: "2.1")
        #expect(driver.sends.count == 2, "nobody takes it back")
        #expect(driver.machine.operations.openCount == 0)
        try driver.verify()
    }

    @Test func aCallThatIsLeftAloneIsEnded() throws {
        let driver = try Self.connected("restart('again')")
        driver.advance(61)
        #expect(driver.sent.last == "r1 hang_up c1 everyone")
        try driver.verify()
    }

    @Test func theCallOfTheHookIsThatOfTheTaskWhileItIsUp() throws {
        let driver = try MachineDriver(
            """
            on("IncomingCall", function(call)
              call:answer()
              create_call { target = "8:acs:a_b" }
              restart("both")
            end)
            on("Restart", { handler = "both" }, function(call, event)
              log.info(#event.calls .. " " .. tostring(call == event.calls[1]))
              wait_for("CallDisconnected")
              restart("one")
            end)
            on("Restart", { handler = "one" }, function(call, event)
              log.info(#event.calls .. " " .. tostring(call == event.calls[1]) .. " " .. call.call_connection_id)
              wait_for("CallDisconnected")
              restart("none")
            end)
            on("Restart", { handler = "none" }, function(call, event) log.info(#event.calls .. tostring(call)) end)
            """)
        try driver.connect()
        try driver.answer("2", 201, ["callConnectionId": "c2", "serverCallId": "s2"])
        driver.event("CallConnected", context: "2.1", leg: "2", connection: "c2", call: "s2")
        driver.disconnect()
        try driver.rebuild()
        driver.event("CallDisconnected", leg: "2", connection: "c2", call: "s2")
        #expect(driver.said == ["2 true", "1 true c2", "0nil"])
        #expect(driver.end?.way == .finished)
        try driver.verify()
    }

    // MARK: - Limits

    @Test func theCountOfInputsBeginsAnew() throws {
        let rounds = "for i = 1, 15 do sleep(1) end"
        let driver = try Self.connected(
            "restart('again', 1)", hook: "\(rounds) if event.data < 9 then restart('again', event.data + 1) end",
            limits: Self.few(inputs: 20))
        driver.advance(200)
        #expect(driver.end == nil)
        #expect(driver.said.count == 9)
        try driver.verify()
        let other = try Self.connected("\(rounds) \(rounds)", limits: Self.few(inputs: 20))
        other.advance(200)
        #expect(other.complaints.first?.contains("more than 20 inputs") == true)
    }

    @Test func theSizeOfTheJournalGoesOn() throws {
        let driver = try Self.connected(
            "restart('again', 1)", hook: "sleep(0) restart('again', 1)", limits: Self.few(inputs: 50, journal: 100_000))
        driver.advance(2_000)
        #expect(driver.complaints.contains { $0.contains("of journal in one session") })
        #expect(driver.records.count < 1_000)
        try driver.verify()
    }

    @Test(arguments: [1_000_000, 30_000])
    func aFlowThatOnlyRestartsIsStopped(units: Int) throws {
        let driver = try Self.connected("restart('again')", hook: "restart('again')", limits: Self.few(units: units))
        #expect(driver.complaints.contains { $0.contains("ran for too long") || $0.contains("of journal") })
        #expect(restarts(driver).count < 250)
        try driver.verify()
    }

    @Test func randomNumbersOfTheNextWorldAreOthers() throws {
        let driver = try Self.connected(
            "log.info(math.random(1000000)) restart('again', 1)",
            hook: "log.info(math.random(1000000)) if event.data < 3 then restart('again', event.data + 1) end")
        #expect(Set(driver.said).count == 7)
        try driver.verify()
    }

    // MARK: - Replay

    @Test func aReplayBeginsAtTheLastRestartThatItCanRead() throws {
        let driver = try Self.connected(
            "sleep(1) sleep(1) restart('again', 1)",
            hook: "sleep(1) if event.data < 2 then restart('again', event.data + 1) end sleep(1) sleep(100)")
        driver.advance(5)
        let places = driver.records.filter { $0.body.isRestart }.map(\.seq)
        #expect(places.count == 2)
        #expect(try driver.sessionReplay().restartedAt == places[1])
        #expect(ReplayStart(driver.records).cost == 2)
        var records = driver.records
        func damage(_ seq: Int, _ change: (inout RestartRecord) -> Void) {
            guard case .restart(var restart) = records[seq - 1].body else { return }
            change(&restart)
            records[seq - 1].body = .restart(restart)
        }
        damage(places[1]) { $0.snapshot = Array("{\"version\":0,\"state\":{}}".utf8) }
        var replay = try driver.sessionReplay(of: records)
        #expect(replay.restartedAt == places[0])
        #expect(try replay.step(), "a snapshot of another version proves nothing")
        #expect(replay.machine.head == driver.machine.head)
        damage(places[0]) { $0.snapshot = [] }
        replay = try driver.sessionReplay(of: records)
        #expect(replay.restartedAt == nil)
        #expect(try replay.step())
        #expect(replay.machine.head == driver.machine.head)
        #expect(ReplayStart(records).cost == 9)
        damage(places[0]) { $0.data = 7 }
        replay = try driver.sessionReplay(of: records)
        #expect(throws: ReplayMismatch.self) { try replay.step() }
    }

    @Test func aStopInTheMiddleOfTheSliceOfARestartIsReplayed() throws {
        for units in [7_000, 8_000, 9_000, 12_000, 20_000] {
            let driver = try Self.connected(
                "restart('again')", hook: "for i = 1, 20 do log.info(('x'):rep(100)) end for i = 1, 1e9 do end",
                limits: Self.few(units: units))
            #expect(driver.complaints.contains { $0.contains("the session is stopped") })
            try driver.verify()
        }
    }
}
