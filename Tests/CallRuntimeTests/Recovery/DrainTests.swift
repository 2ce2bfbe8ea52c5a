import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// A process that ends in order.
struct DrainTests {
    /// A process whose one session waits for the service's answer.
    private static func withAnOpenRequest(_ body: (RuntimeHarness, SessionID) async throws -> Void) async throws {
        let outside = RuntimeHarness.Outside(sender: RecordingSender(answers: false))
        try await RuntimeHarness.run(TwoProcesses.waiting, outside) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            try await harness.idle()
            try await body(harness, try await harness.session())
        }
    }

    @Test func nothingNewIsTakenAndAnswersAreWaitedFor() async throws {
        try await Self.withAnOpenRequest { harness, id in
            async let drained: Void = harness.runtime.drain(timeout: 5)
            try await harness.eventually("draining") { await harness.isDraining() }
            #expect(await harness.incoming("b", loop: 0) == .busy("the process is about to end"))
            #expect(await harness.callback(id, "CallConnected", id: "e") == .busy("the process is about to end"))
            #expect(!harness.runtime.isReady, "a balancer sends it nothing more")
            harness.sender.sent.first?.completion(.answered(status: 200, body: Array("{}".utf8)))
            await drained
            #expect(try await harness.story(id).last == "response to operation 1")
        }
    }

    @Test func anAnswerThatDoesNotComeIsLeftToTheNextProcess() async throws {
        try await Self.withAnOpenRequest { harness, id in
            async let drained: Void = harness.runtime.drain(timeout: 5)
            try await harness.eventually("draining") { await harness.isDraining() }
            #expect(await harness.incoming("b", loop: 0) == .busy("the process is about to end"))
            await harness.settled()
            try await harness.clock.advance(5)
            await drained
            let records = try await harness.journal.records(of: id).count
            harness.sender.sent.first?.completion(.answered(status: 200, body: Array("{}".utf8)))
            await harness.settled()
            #expect(try await harness.journal.records(of: id).count == records, "too late: the next process asks")
            #expect(try await harness.journal.openSessions().first?.head.isUnsure == true)
        }
    }

    @Test func whatIsBeingWrittenIsWrittenBeforeTheEnd() async throws {
        try await RuntimeHarness.run(TwoProcesses.waiting) { harness in
            let id = try await TwoProcesses.waitingCall(harness)
            harness.journal.hold()
            let outcomes = Outcomes()
            harness.deliver(id, "PlayStarted", id: "e") { outcomes.add($0) }
            await harness.settled()
            async let drained: Void = harness.runtime.drain(timeout: 5)
            try await harness.eventually("draining") { await harness.isDraining() }
            #expect(await harness.incoming("b", loop: 0) == .busy("the process is about to end"))
            harness.journal.release()
            await drained
            #expect(outcomes.all == [.accepted])
        }
    }
}

extension RuntimeHarness {
    /// Whether every shard has heard that the process is to end.
    fileprivate func isDraining() async -> Bool {
        for shard in runtime.shards where await shard.closing == .open { return false }
        return true
    }
}
