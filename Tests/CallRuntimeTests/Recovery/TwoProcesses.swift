import CallJournal
import CallModel
import FlowEngine
import NIOConcurrencyHelpers
import Testing

@testable import CallRuntime

/// Two processes over one journal: the first is gone without a good-bye, the second takes up its work.
struct TwoProcesses {
    /// What lasts.
    var memory = MemoryJournal()
    let clock = TestClock()
    var flows: [String: String]
    var settings = RuntimeSettings()
    var environment = FlowEnvironment()
    /// Whether the second process is told that the first ended in order.
    var wasClean = true

    init(_ flows: [String: String]) { self.flows = flows }

    private func outside(_ process: UInt64, _ sender: RecordingSender) -> RuntimeHarness.Outside {
        let begins = NodeStart(epoch: Int(process), downSince: clock.now(), wasClean: process == 1 || wasClean)
        return RuntimeHarness.Outside(
            journal: GatedJournal(memory, begins: begins), clock: clock, sender: sender, process: process,
            environment: environment)
    }

    func first(
        _ sender: RecordingSender = RecordingSender(), _ body: (RuntimeHarness) async throws -> Void
    ) async throws {
        try await RuntimeHarness.run(flows, outside(1, sender), settings: settings, body)
    }

    /// - Parameter flows: what the second process finds in its folder, if that has changed.
    func second(
        _ sender: RecordingSender = RecordingSender(), flows changed: [String: String]? = nil, process: UInt64 = 2,
        _ body: (RuntimeHarness, RecoveryReport) async throws -> Void
    ) async throws {
        try await RuntimeHarness.run(changed ?? flows, outside(process, sender), settings: settings) { harness in
            let report = try await harness.runtime.recover()
            try await body(harness, report)
        }
    }

    /// A call that is answered and connected, and whose welcome was heard; it waits for a signal.
    static let waiting = [
        "desk": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call)
          call:answer()
          call:play { text = "Welcome." }
          wait_for("Signal")
          call:play { text = "Again." }
          call:hang_up { for_everyone = true }
        end)
        on("CallParticipantAdded", function(call) call:play { text = "Somebody came." } end)
        on("ParticipantsUpdated", function(call) call:play { text = "A list came." } end)
        on("CallDisconnected", function(call) log.info("over") end)
        """
    ]

    /// Brings a call of `waiting` to its wait.
    static func waitingCall(_ harness: RuntimeHarness, _ name: String = "a", loop: Int = 0) async throws -> SessionID {
        #expect(await harness.incoming(name, loop: loop) == .accepted)
        try await harness.idle()
        let id = try await harness.session()
        #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
        #expect(await harness.callback(id, "PlayCompleted", context: "2.1", id: "played") == .accepted)
        try await harness.idle()
        return id
    }
}

extension RuntimeHarness {
    func signal(_ id: SessionID, _ name: String = "go") async -> DeliveryOutcome {
        await withCheckedContinuation { continuation in
            runtime.signal(id, name: name, data: [:]) { continuation.resume(returning: $0) }
        }
    }

    /// The records of a session, in words.
    func story(_ id: SessionID) async throws -> [String] {
        try await journal.records(of: id).map { JournalWords.of($0.body) }
    }

    /// How a session ended; nil while it is open.
    func end(_ id: SessionID) async throws -> EndRecord? {
        guard case .end(let end)? = try await journal.records(of: id).last?.body else { return nil }
        return end
    }

    /// How many sessions are in memory.
    func inMemory() async -> Int { await runtime.sessionsInMemory() }
}
