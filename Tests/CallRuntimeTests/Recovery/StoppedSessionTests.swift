import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Sessions that cannot be taken up: each is stopped with a report, and its calls are ended.
struct StoppedSessionTests {
    /// Lets the service confirm that the call is over, and checks how the session ended.
    private func ends(_ id: SessionID, with words: String, _ harness: RuntimeHarness) async throws {
        try await harness.idle()
        #expect(harness.sender.texts.last == "hang_up c1 everyone", "\(harness.sender.texts)")
        #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
        try await harness.idle()
        let end = try #require(try await harness.end(id))
        #expect(end.way == .stopped && end.report.contains(words), "\(end)")
        #expect(await harness.runtime.openSessions() == 0)
    }

    @Test func aSessionThatKillsItsProcessIsQuarantined() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        // Three processes began to rebuild it and are gone.
        for _ in 0..<3 { _ = try await processes.memory.countRebuild(of: id) }
        try await processes.second { harness, _ in
            #expect(await harness.signal(id) == .accepted)
            try await ends(id, with: "rebuilt 3 times", harness)
        }
    }

    /// What a process leaves that is killed by an event when it has taken the session up.
    @Test func anEventThatKillsThreeProcessesAfterTheyTookItUpIsNotTriedAgain() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        var records = try await processes.memory.records(of: id)
        for process in 2...4 {
            _ = try await processes.memory.countRebuild(of: id)
            let last = try #require(records.last)
            let resume = ResumeRecord(node: "local", epoch: process, downSince: last.at, graceUntil: last.at + 5)
            let record = JournalRecord(session: id, seq: last.seq + 1, at: last.at, body: .resume(resume))
            let head = try await processes.memory.openSessions().first?.head
            var write = JournalWrite(session: id, records: [record], head: head)
            write.isProgress = false
            processes.memory.commit(write, on: 0) { #expect($0 == .durable) }
            records.append(record)
        }
        try await processes.second(process: 5) { harness, _ in
            #expect(await harness.signal(id) == .accepted)
            try await ends(id, with: "rebuilt 3 times", harness)
        }
    }

    @Test func aSessionThatStandsAgainIsNoSuspect() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        // A prompt is under way, so that every process takes it up; each is killed before anything more happens.
        try await processes.second { harness, _ in
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
        }
        for process in 3...9 {
            try await processes.second(process: UInt64(process)) { harness, report in
                #expect(report.unsure == 1)
                try await harness.eventually("it stands") { await harness.inMemory() == 1 }
                try await harness.idle()
                try await harness.eventually("no suspect") {
                    try await harness.journal.openSessions().first.map { $0.rebuilds < 2 } ?? false
                }
            }
        }
    }

    @Test func aStoreInTroubleIsNoReasonToGiveASessionUp() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        try await processes.second { harness, _ in
            harness.journal.refuseReading(JournalFault(isPassing: true, "the disk refuses"))
            #expect(await harness.signal(id) == .accepted)
            for _ in 0..<6 {
                await harness.settled()
                try await harness.clock.advance(1)
            }
            harness.journal.refuseReading(nil)
            // The last try may still be under way, and sets its timer afterwards.
            try await harness.eventually("it goes on") {
                if harness.clock.nextDue.map({ $0 <= harness.clock.now() + 1 }) ?? false {
                    try await harness.clock.advance(1)
                }
                return harness.sender.texts.last == "play c1 Again."
            }
        }
    }

    @Test func threeRebuildsAreNotTooMany() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        for _ in 0..<2 { _ = try await processes.memory.countRebuild(of: id) }
        try await processes.second { harness, _ in
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Again.")
        }
    }

    @Test func aFlowThatNowDoesOtherwiseIsStoppedWithTheStep() async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let tampered = try await Tampering.copy(of: processes.memory) { body in
            guard case .request(var request) = body, request.op == OperationID(2) else { return body }
            request.request.body = Array("play c1 Hello.".utf8)
            return .request(request)
        }
        processes.memory = tampered
        let id = try #require(try await tampered.sessions(limit: 1).first?.id)
        try await processes.second { harness, _ in
            #expect(await harness.signal(id) == .accepted)
            try await ends(id, with: "does not replay", harness)
            let report = try await harness.end(id)?.report ?? ""
            #expect(report.contains("at step 7") && report.contains("operation 2"), "\(report)")
            #expect(report.contains("desk/main.lua:4"), "\(report)")
        }
    }

    private static let others = ["desk": "on('IncomingCall', function(call) call:reject() end)"]

    @Test func aCallGoesOnWithTheFlowsThatItBeganWith() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        try await processes.second(flows: Self.others) { harness, _ in
            let id = try await harness.session()
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(harness.sender.texts.last == "play c1 Again.")
        }
    }

    @Test func aGenerationThatNobodyKeptIsReported() async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        // The sessions, without what they were begun with.
        processes.memory = try await Tampering.copy(of: processes.memory) { $0 }
        try await processes.second(flows: Self.others) { harness, _ in
            let id = try await harness.session()
            #expect(await harness.signal(id) == .accepted)
            try await ends(id, with: "in the store", harness)
        }
    }

    @Test func aLevelThatNobodyKnowsIsReported() async throws {
        var processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        processes.memory = try await Tampering.copy(of: processes.memory) { body in
            guard case .begin(var begin) = body else { return body }
            begin.level = 99
            return .begin(begin)
        }
        try await processes.second { harness, _ in
            let id = try await harness.session()
            #expect(await harness.signal(id) == .accepted)
            try await ends(id, with: "level 99", harness)
        }
    }

    @Test func whatItsCallsTellIsTakenByAStoppedSession() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        for _ in 0..<3 { _ = try await processes.memory.countRebuild(of: id) }
        try await processes.second { harness, _ in
            // The very event that wakes it says that the call is over.
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .stopped)
            #expect(await harness.runtime.openSessions() == 0)
        }
    }
}

/// Journals that say something else than what happened.
enum Tampering {
    /// - Parameter withGenerations: whether what the sessions were begun with is copied too.
    static func copy(
        of journal: MemoryJournal, withGenerations: Bool = false,
        _ change: (JournalRecord.Body) -> JournalRecord.Body
    ) async throws -> MemoryJournal {
        let copy = MemoryJournal()
        if withGenerations {
            for row in try await journal.generations() {
                let generation = try #require(try await journal.generation(row.id))
                let environment = try #require(try await journal.environment(generation.environment))
                try await copy.keep(environment: environment, hash: generation.environment)
                try await copy.keep(generation)
            }
        }
        for session in try await journal.openSessions() {
            let records = try await journal.records(of: session.id)
            var ids: [String] = []
            for case .event(let event) in records.map(\.body) { ids.append(event.event.id) }
            let write = JournalWrite(
                session: session.id, claims: [session.begin.intakeKey], eventIDs: ids,
                records: records.map { record in
                    var record = record
                    record.body = change(record.body)
                    return record
                }, head: session.head)
            copy.commit(write, on: 0) { #expect($0 == .durable) }
        }
        return copy
    }
}
