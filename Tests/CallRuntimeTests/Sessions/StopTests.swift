import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// A stopped session leaves nobody in silence, and its journal says where it was cut.
struct StopTests {
    private static func stopped(_ flow: String) throws -> MachineDriver {
        let driver = try MachineDriver(
            #"on("IncomingCall", function(call) call:answer() call:play { text = "a", wait = false } while true do end end)"#,
            prelude: #"flow { locale = "en-US", voice = "v", \#(flow) } "#)
        try driver.connect()
        return driver
    }

    private static func stops(_ driver: MachineDriver) -> [OperatorRecord] {
        driver.records.compactMap { record in
            if case .operatorCommand(let command) = record.body { return command }
            return nil
        }
    }

    @Test func aSpentBudgetIsARecordThatAReplayWithOtherBudgetsFollows() throws {
        let driver = try Self.stopped("")
        let stop = try #require(Self.stops(driver).first?.stop)
        #expect(stop.report.contains("main.lua"))
        #expect(stop.steps == 1, "the play was decided, then the loop began")
        #expect(driver.sent.contains("r1 hang_up c1 everyone"))
        try driver.answer("2", 202)
        try driver.answer("r1", 204)
        driver.disconnect()
        #expect(driver.end == EndRecord(way: .stopped, report: stop.report))
        try driver.verify()
    }

    @Test func theFlowCanLeaveInstead() throws {
        let driver = try Self.stopped(#"on_stopped = "leave""#)
        #expect(driver.sent.last == "r1 hang_up c1 leave")
        try driver.verify()
    }

    @Test func theFlowCanGiveTheCallerToSomebody() throws {
        let driver = try Self.stopped(#"on_stopped = { transfer = "+14255550123" }"#)
        try driver.answer("2", 202)
        #expect(driver.sent.last?.hasPrefix("r1 transfer c1") == true)
        try driver.answer("r1", 202)
        driver.event("CallTransferFailed", context: "r1.1", [MachineDriver.result(500, 1)])
        #expect(driver.sent.last == "r2 hang_up c1 everyone")
        try driver.answer("r2", 204)
        driver.disconnect()
        #expect(driver.end?.way == .stopped)
        try driver.verify()
    }

    @Test func aSessionThatCannotBeRebuiltEndsItsCalls() throws {
        let driver = try ActionTests.connected(#"call:play { text = "hi" }"#)
        guard case .begin(let begin)? = driver.records.first?.body else { return }
        let session = OpenSession(
            id: driver.machine.id, begin: begin, began: 1_000, head: driver.machine.head, seq: driver.records.count,
            at: driver.now)
        let machine = SessionMachine(
            stopped: session, context: MachineDriver.context, patterns: PatternMatcher(), attempts: CountedAttempts())
        let slice = machine.stopFromHead(report: "it does not replay", at: driver.now + 1)
        #expect(slice.records.first?.seq == driver.records.count + 1)
        let sent = slice.records.contains { if case .request(let r) = $0.body { r.action == "hang_up" } else { false } }
        #expect(sent)
        #expect(machine.head.isStopped)
        let event = EventRecord(
            leg: OperationID(1),
            event: CallEvent(id: "x", name: "CallDisconnected", data: JSONValue.object(JSONObject()).encoded),
            arrived: 2_000, via: .callback)
        _ = machine.take(
            .response(
                ResponseRecord(
                    op: OperationID(1, isRuntime: true), attempt: 1, result: .answered(status: 204, body: []))),
            at: 2_000)
        let last = machine.take(.event(event), at: 2_000)
        #expect(machine.hasEnded)
        guard case .end(let end)? = last.records.last?.body else {
            Issue.record("no end")
            return
        }
        #expect(end == EndRecord(way: .stopped, report: "it does not replay"))
    }
}
