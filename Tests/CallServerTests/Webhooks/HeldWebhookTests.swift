import CallJournal
import CallModel
import Synchronization
import Testing

@testable import CallServer

/// A store that refuses a number of writes, as one that is stalled does.
private final class StallingJournal: JournalDecorator {
    let inner: any CallJournal = MemoryJournal()
    private let refusals: Mutex<Int>
    private let fault: JournalFault

    init(refusals: Int, passing: Bool) {
        self.refusals = Mutex(refusals)
        fault = JournalFault(isPassing: passing, "the store does not answer")
    }

    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        let refuses = refusals.withLock { left in
            defer { left = max(0, left - 1) }
            return left > 0
        }
        if refuses { return completion(.failed(fault)) }
        inner.commit(write, on: shard, completion: completion)
    }
}

/// A store that neither takes nor refuses, as on a disk that hangs.
private final class SilentJournal: JournalDecorator {
    let inner: any CallJournal = MemoryJournal()

    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {}
}

@Suite(.timeLimit(.minutes(1))) struct HeldWebhookTests {
    private let flow = ["a.lua": #"on("IncomingCall", function(call) call:reject() end)"#]

    @Test func aStoreThatRecoversInTimeLosesNoCall() async throws {
        try await TestEdge.with(flow, journal: StallingJournal(refusals: 3, passing: true)) {
            (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 200)
            let requests = await edge.requests(1)
            #expect(requests.count == 1, "nothing may leave before it is durable")
        }
    }

    @Test func aStoreThatStaysAwayGets504AndNever503() async throws {
        let journal = StallingJournal(refusals: 1_000, passing: true)
        try await TestEdge.with(flow, configuration: { $0.holdSeconds = 0.1 }, journal: journal) {
            (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 504)
            #expect(edge.sender.sent.withLock { $0.isEmpty })
        }
    }

    @Test func aStoreThatGivesNoAnswerGets504() async throws {
        try await TestEdge.with(flow, configuration: { $0.holdSeconds = 0.1 }, journal: SilentJournal()) {
            (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 504)
            #expect(edge.sender.sent.withLock { $0.isEmpty })
        }
    }

    @Test func aStoreThatRefusesForGoodAnswers500AtOnce() async throws {
        try await TestEdge.with(flow, journal: StallingJournal(refusals: 1_000, passing: false)) {
            (edge: TestEdge) async throws in
            #expect(try await edge.post("/events/incoming", TestEdge.incoming(id: "1")).status == 500)
            #expect(edge.sender.sent.withLock { $0.isEmpty })
        }
    }
}
