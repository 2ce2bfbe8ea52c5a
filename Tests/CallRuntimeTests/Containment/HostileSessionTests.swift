import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Whatever a flow asks for, its session ends or goes on within its limits, says where, and is the same when replayed.
struct HostileSessionTests {
    @Test func everyNameIsUnique() {
        #expect(Set(HostileSessions.all.map(\.name)).count == HostileSessions.all.count)
    }

    @Test(arguments: HostileSessions.all)
    func aHostileSessionStaysWithinItsLimits(session: HostileSession) throws {
        let limits = try session.flowLimits()
        let driver = try session.run()
        let errors = driver.logs.filter { $0.level == "error" }.map { $0.message + " " + $0.place }
        switch session.outcome {
        case .stopped(let text):
            #expect(driver.end?.way == .stopped)
            #expect(driver.end?.report.contains(text) == true, "\(driver.end?.report.prefix(300) ?? "no end")")
            #expect(driver.end?.report.contains(/test\/main\.lua:\d+/) == true, "\(driver.end?.report ?? "")")
        case .failed(let text):
            #expect(errors.contains { $0.contains(text) && $0.contains(/test\/main\.lua:\d+/) }, "\(errors.prefix(3))")
        case .goesOn:
            #expect(driver.end == nil)
            #expect(errors.isEmpty)
        }
        // One step may pass a limit before it is seen.
        let oneStep = 3 << 20
        #expect(driver.machine.journalBytes <= limits.journalBytes + oneStep)
        #expect(driver.timers.count <= limits.tasks + limits.pendingOperations + 10)
        #expect(driver.machine.operations.count <= limits.pendingOperations + OperationTable.keptHandles + 10)
        let logged = driver.logs.reduce(0) {
            $0 + $1.message.utf8.count + $1.fields.reduce(0) { $0 + $1.value.utf8.count }
        }
        #expect(logged <= 2 * limits.logBytes + oneStep)
        #expect((driver.end?.report.utf8.count ?? 0) < 10_000)
        try driver.verify()
    }

    /// The tasks of a session together get no more than a slice before others have their turn.
    @Test func manyShortTasksPauseBetweenThem() throws {
        let flow = """
            on("Launch", function()
              for i = 1, 900 do spawn(function() for j = 1, 500 do end end) end
            end)
            """
        var pauses: [Int] = []
        for slice in [2_000, 1 << 30] {
            var limits = FlowLimits()
            limits.lua.sliceUnits = slice
            let driver = try MachineDriver(flow, limits: limits, launch: [:])
            #expect(driver.end?.way == .finished)
            pauses.append(driver.pauses)
            try driver.verify()
        }
        #expect(pauses[0] > 200)
        #expect(pauses[1] == 0)
    }

    /// What the service sends in vain does not fill the journal of a flow that can do nothing for it.
    @Test func inertEventsDoNotCount() throws {
        var limits = FlowLimits()
        limits.journalBytes = 64 << 10
        let driver = try ActionTests.connected("sleep(1000)", limits: limits)
        let before = driver.machine.journalBytes
        for step in 0..<100 {
            let data: JSONValue = ["text": .string(String(repeating: "e", count: 10_000))]
            #expect(!driver.take(CallEvent(id: "inert\(step)", name: "PlayStarted", data: data.encoded)))
        }
        #expect(driver.machine.journalBytes == before)
        #expect(driver.end == nil)
        try driver.verify()
    }
}
