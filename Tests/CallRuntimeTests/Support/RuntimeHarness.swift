import CallJournal
import CallModel
import FlowEngine
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import CallRuntime

/// A whole runtime on two event loops, with time, network and store in the test's hand.
final class RuntimeHarness: Sendable {
    let group: MultiThreadedEventLoopGroup
    let loops: [any EventLoop]
    let clock: TestClock
    let journal: GatedJournal
    let sender: RecordingSender
    let runtime: CallRuntime

    /// The world outside, which a second process finds as the first has left it.
    struct Outside {
        var journal = GatedJournal()
        var clock = TestClock()
        var sender = RecordingSender()
        /// In place of `sender`.
        var service: (any CallActionSender)?
        /// Counted from 1; two processes give different names.
        var process: UInt64 = 1
        var environment = FlowEnvironment()
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var web: any WebSender = NoWeb()
    }

    private init(_ outside: Outside, settings: RuntimeSettings) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        loops = Array(group.makeIterator())
        sender = outside.sender
        clock = outside.clock
        journal = outside.journal
        clock.forgetTimers()
        runtime = CallRuntime(
            loops: loops, journal: journal, sender: outside.service ?? sender,
            addresses: CallbackAddresses(publicURL: "https://test/", secret: Array("secret".utf8)), web: outside.web,
            environment: outside.environment, clock: clock, random: CountingRandom(outside.process << 32),
            settings: settings, logger: outside.logger)
    }

    /// Runs `body` with a runtime of these flows, then ends the loops.
    static func run(
        _ flows: [String: String], answers: Bool = true, settings: RuntimeSettings = RuntimeSettings(),
        limits: FlowLimits = FlowLimits(), _ body: (RuntimeHarness) async throws -> Void
    ) async throws {
        let outside = Outside(
            sender: RecordingSender(answers: answers), environment: FlowEnvironment(limits: limits))
        try await run(flows, outside, settings: settings, body)
    }

    /// Runs `body` with a process in a given world; when it returns, the process is gone without a good-bye.
    static func run(
        _ flows: [String: String], _ outside: Outside, settings: RuntimeSettings = RuntimeSettings(),
        _ body: (RuntimeHarness) async throws -> Void
    ) async throws {
        let harness = RuntimeHarness(outside, settings: settings)
        // Timers of a process end with it.
        defer { outside.clock.forgetTimers() }
        do {
            if !flows.isEmpty { try await harness.load(flows) }
            try await body(harness)
        } catch {
            try? await harness.group.shutdownGracefully()
            throw error
        }
        try await harness.group.shutdownGracefully()
    }

    func load(_ flows: [String: String]) async throws {
        let files = Dictionary(uniqueKeysWithValues: flows.map { ("\($0.key)/main.lua", Array($0.value.utf8)) })
        if case .refused(let problems) = await runtime.generations.load(FlowSources(files: files), at: clock.now()) {
            Issue.record("\(problems)")
        }
    }

    /// An offer; `id` names the event and the call.
    func incoming(
        _ id: String, correlation: String? = nil, to: String = MachineDriver.called, time: String = "", loop: Int? = nil
    ) async -> DeliveryOutcome {
        var data = MachineDriver.offerData(to: to)
        if case .object(var object) = data {
            object["correlationId"] = .string(correlation ?? "call-\(id)")
            data = .object(object)
        }
        let event = CallEvent(id: id, name: "IncomingCall", time: time, data: data.encoded)
        return await withCheckedContinuation { continuation in
            runtime.incoming(event, near: loop.map { loops[$0] }) { continuation.resume(returning: $0) }
        }
    }

    /// Launches a flow.
    func launch(_ flow: String, _ params: JSONValue = [:], key: String? = nil) async -> (SessionID, DeliveryOutcome) {
        await withCheckedContinuation { continuation in
            runtime.launch(flow: flow, parameters: params, key: key) { continuation.resume(returning: ($0, $1)) }
        }
    }

    /// An event of Event Grid about a call.
    func grid(_ name: String, id: String, call: String) async -> DeliveryOutcome {
        await grid(name, id: id, ["serverCallId": .string(call), "isTwoParty": true])
    }

    /// An event of Event Grid.
    func grid(_ name: String, id: String, subject: String = "", _ data: JSONValue) async -> DeliveryOutcome {
        let event = CallEvent(id: id, name: name, subject: subject, data: data.encoded)
        return await withCheckedContinuation { continuation in
            runtime.incoming(event) { continuation.resume(returning: $0) }
        }
    }

    /// An event at a session's callback address.
    func callback(
        _ session: SessionID, _ name: String, context: String? = nil, id: String, token: String? = nil,
        connection: String = "c1"
    ) async -> DeliveryOutcome {
        await withCheckedContinuation { continuation in
            deliver(session, name, context: context, id: id, token: token, connection: connection) {
                continuation.resume(returning: $0)
            }
        }
    }

    func deliver(
        _ session: SessionID, _ name: String, context: String? = nil, id: String, token: String? = nil,
        connection: String = "c1", completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let data: JSONValue = [
            "callConnectionId": .string(connection), "operationContext": context.map { .string($0) },
        ]
        let op = OperationID(1)
        let address = runtime.addresses.address(session, op)
        runtime.callback(
            session: session.text, operation: "1", token: token ?? String(address.split(separator: "/").last ?? ""),
            events: [CallEvent(id: id, name: name, data: data.encoded)], completion: completion)
    }

    /// Waits until the loops have done what they had to do.
    func settled() async {
        for _ in 0..<3 {
            for shard in runtime.shards { _ = await shard.openSessions }
        }
    }

    /// Waits until something is so; it comes about on other threads.
    func eventually(
        _ what: String, _ location: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
    ) async throws {
        for _ in 0..<200_000 {
            if try await isSo() { return }
            await Task.yield()
        }
        Issue.record("never: \(what)", sourceLocation: location)
    }

    /// Waits until nothing is under way in the process.
    func idle(_ location: SourceLocation = #_sourceLocation) async throws {
        try await eventually("idle", location) {
            for _ in 0..<3 {
                for shard in runtime.shards where !(await shard.isIdle) { return false }
            }
            return true
        }
    }

    /// How many timers of sessions are set.
    func openTimers() async -> Int {
        var count = 0
        for shard in runtime.shards { count += await shard.openTimers }
        return count
    }

    /// The newest session.
    func session() async throws -> SessionID { try #require(try await journal.sessions(limit: 1).first).id }

    /// How a session's journal goes: `begin event request sent …`.
    func kinds(_ id: SessionID) async throws -> [String] {
        SessionTimeline.entries(try await journal.records(of: id)).map(\.kind)
    }
}

/// Numbers that repeat from run to run.
final class CountingRandom: RandomSource {
    private let state: NIOLockedValueBox<UInt64>

    init(_ seed: UInt64 = 1) { state = NIOLockedValueBox(seed) }

    func next() -> UInt64 {
        var z = state.withLockedValue { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            return state
        }
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Answers that come in any order, from any thread.
final class Outcomes: Sendable {
    private let list = NIOLockedValueBox<[DeliveryOutcome]>([])

    func add(_ outcome: DeliveryOutcome) { list.withLockedValue { $0.append(outcome) } }
    var all: [DeliveryOutcome] { list.withLockedValue { $0 } }
}
