import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// What is said of journals that are replayed beside the runtime, as before an upgrade.
struct JournalPlayerTests {
    private static func player(_ journal: any CallJournal) -> JournalPlayer {
        let keeper = GenerationKeeper(environment: FlowEnvironment(), archive: journal)
        return JournalPlayer(
            journal, generation: { try await keeper.generation(id: $0, environmentHash: $1) },
            prepare: { action, connection, _ in try FakeWire.prepare(action, callConnectionID: connection) })
    }

    private func verdict(_ journal: MemoryJournal, until: Int = .max) async throws -> JournalPlayer.Verdict? {
        let id = try #require(try await journal.sessions(limit: 1).first?.id)
        return try await Self.player(journal).play(id, until: until)
    }

    /// A call of `TwoProcesses.waiting` in its wait, or ended.
    private func call(ended: Bool = false) async throws -> MemoryJournal {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            guard ended else { return }
            #expect(await harness.signal(id) == .accepted)
            try await harness.idle()
            #expect(await harness.callback(id, "PlayCompleted", context: "3.1", id: "again") == .accepted)
            try await harness.idle()
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .finished)
        }
        return processes.memory
    }

    private func count(_ journal: MemoryJournal) async throws -> Int {
        let id = try #require(try await journal.sessions(limit: 1).first?.id)
        return try await journal.records(of: id).count
    }

    @Test(arguments: [false, true])
    func aSessionReplaysWhetherOrNotItHasEnded(_ ended: Bool) async throws {
        let journal = try await call(ended: ended)
        #expect(try await verdict(journal) == .replays(records: try await count(journal)))
    }

    @Test func everyStepIsToldWithTheLineThatDecidedIt() async throws {
        let journal = try await call(ended: true)
        let id = try #require(try await journal.sessions(limit: 1).first?.id)
        var steps: [JournalPlayer.Step] = []
        _ = try await Self.player(journal).play(id) { steps.append($0) }
        #expect(steps.map(\.seq) == Array(1...(try await count(journal))))
        #expect(steps.map(\.kind).prefix(4) == ["begin", "event", "request", "sent"])
        #expect(steps[2].place == "desk/main.lua:3" && steps[1].place == nil)
        #expect(steps.last?.text == "finished")
    }

    @Test func aReplayCanEndAtARecordWhoseSliceIsReplayedWhole() async throws {
        let journal = try await call()
        let id = try #require(try await journal.sessions(limit: 1).first?.id)
        var kinds: [String] = []
        let verdict = try await Self.player(journal).play(id, until: 2) { kinds.append($0.kind) }
        #expect(kinds == ["begin", "event", "request", "sent"])
        #expect(verdict == .replays(records: 4))
    }

    @Test func aSessionThatIsNotThereHasNoVerdict() async throws {
        #expect(try await Self.player(MemoryJournal()).play(SessionID(partition: 1, random: (1, 1))) == nil)
    }

    @Test func aFlowThatWasStoppedInTheMiddleOfASliceReplaysWhole() async throws {
        let processes = TwoProcesses([
            "loop": """
            flow { locale = "en-US", voice = "v" }
            on("IncomingCall", function(call) call:answer() call:play { text = "a", wait = false } while true do end end)
            """
        ])
        try await processes.first { harness in
            #expect(await harness.incoming("a") == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            try await harness.idle()
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .stopped)
        }
        let journal = processes.memory
        #expect(try await verdict(journal) == .replays(records: try await count(journal)))
    }

    @Test func aQuarantinedSessionReplaysUntilItsStop() async throws {
        let processes = TwoProcesses(TwoProcesses.waiting)
        try await processes.first { _ = try await TwoProcesses.waitingCall($0) }
        let before = try await count(processes.memory)
        let id = try #require(try await processes.memory.sessions(limit: 1).first?.id)
        for _ in 0..<3 { _ = try await processes.memory.countRebuild(of: id) }
        try await processes.second { harness, _ in
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id)?.way == .stopped)
        }
        guard case .replaysUntilStop(let records, let report)? = try await verdict(processes.memory) else {
            Issue.record("\(String(describing: try await verdict(processes.memory)))")
            return
        }
        #expect(records == before)
        #expect(report.contains("rebuilt 3 times"), "\(report)")
    }

    @Test func whatTheFlowDoesOtherwiseIsToldWithItsStep() async throws {
        let journal = try await Tampering.copy(of: try await call(), withGenerations: true) { body in
            guard case .request(var request) = body, request.op == OperationID(2) else { return body }
            request.request.body = Array("play c1 Hello.".utf8)
            return .request(request)
        }
        guard case .mismatch(let mismatch)? = try await verdict(journal) else {
            Issue.record("it replays")
            return
        }
        #expect(mismatch.step == 7 && mismatch.place == "desk/main.lua:4")
        #expect(mismatch.values.expected == "play c1 Hello." && mismatch.values.got == "play c1 Welcome.")
    }

    @Test func aGenerationThatIsGoneMakesAReplayImpossible() async throws {
        let journal = try await Tampering.copy(of: try await call()) { $0 }
        guard case .impossible(let reason)? = try await verdict(journal) else {
            Issue.record("it was tried")
            return
        }
        #expect(reason.contains("there is no generation") && reason.contains("in the store"), "\(reason)")
    }

    @Test func aLevelThatThisProgramDoesNotKnowMakesAReplayImpossible() async throws {
        let journal = try await Tampering.copy(of: try await call(), withGenerations: true) { body in
            guard case .begin(var begin) = body else { return body }
            begin.level = 99
            return .begin(begin)
        }
        guard case .impossible(let reason)? = try await verdict(journal) else {
            Issue.record("it was tried")
            return
        }
        #expect(reason.contains("level 99") && reason.contains("run a newer hookswitch"), "\(reason)")
    }

    @Test func aRedactedSessionIsToldFromOneThatGoesAnotherWay() async throws {
        let journal = try await call(ended: true)
        let redaction = FieldRedaction(fields: ["callConnectionId"])
        #expect(try await journal.rewriteFinished(limit: 10, with: redaction) == 1)
        #expect(try await verdict(journal) == .redacted)
    }

    @Test func aSessionWithNothingButNumbersHiddenIsRedactedToo() async throws {
        let processes = TwoProcesses([
            "desk": """
            on("IncomingCall", function(call)
              call:answer { operation_context = "for +14255550123" }
            end)
            """
        ])
        try await processes.first { harness in
            #expect(await harness.incoming("a") == .accepted)
            try await harness.idle()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallDisconnected", id: "over") == .accepted)
            try await harness.idle()
            #expect(try await harness.end(id) != nil)
        }
        #expect(try await processes.memory.rewriteFinished(limit: 10, with: FieldRedaction(fields: ["x"])) == 1)
        #expect(try await verdict(processes.memory) == .redacted)
    }
}
