import BenchCalls
import CallJournal
import CallModel
import CallRuntime
import FlowEngine
import Foundation
import Logging
import Measuring
import NIOCore
import NIOPosix
import Synchronization

/// A runtime over a store, in this process, with a service that answers at once.
struct BenchNode: Sendable {
    let loops: [any EventLoop]
    let journal: any CallJournal
    let service: InstantService
    let runtime: CallRuntime
    /// How often flows have logged something.
    let told: Tally

    /// Opens a store and puts a runtime over it; no flow is loaded, nothing is recovered.
    init(_ store: StoreAddress, settings: RuntimeSettings = RuntimeSettings(), firstCall: Int = 0) throws {
        loops = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount).makeIterator().map {
            $0 as any EventLoop
        }
        journal = try JournalStore.open(store)
        service = InstantService(loops: loops, firstCall: firstCall)
        let told = Tally()
        self.told = told
        runtime = CallRuntime(
            loops: loops, journal: journal, sender: service,
            addresses: CallbackAddresses(publicURL: "http://127.0.0.1", secret: Array("bench".utf8)),
            settings: settings, logger: Logger(label: "bench") { _ in CountingLog(tally: told) })
    }

    func load(_ flow: String) async throws {
        let sources = FlowSources(files: ["bench.lua": Array(flow.utf8)])
        if case .refused(let problems) = await runtime.generations.load(sources, at: SystemClock().now()) {
            throw BenchmarkFault("the flow does not load: \(problems)")
        }
    }

    /// Lets a call ring.
    func ring(_ number: Int, to: String = "+18005550199", _ completion: @escaping @Sendable (DeliveryOutcome) -> Void) {
        runtime.incoming(
            BenchEvents.offer(number, to: to), near: loops[number % loops.count], completion: completion)
    }

    /// Delivers an event at a call's callback address.
    func deliver(_ event: CallEvent, to call: BenchCall) {
        runtime.callback(
            session: call.session, operation: call.operation, token: call.token, events: [event]
        ) { _ in }
    }

    /// The two events of a call that was answered.
    func connect(_ call: BenchCall) {
        deliver(
            BenchEvents.event("CallConnected", id: "connected", connection: call.connection, context: "1.1"), to: call)
        deliver(
            BenchEvents.event(
                "ParticipantsUpdated", id: "participants", connection: call.connection,
                more: ",\"participants\":[\(InstantService.caller)]"), to: call)
    }

    /// Where `store` is kept in a table.
    static func name(_ store: StoreAddress) -> String { store == .memory ? "memory" : "SQLite" }
}

/// Counts, from any thread.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    func add() { value.add(1, ordering: .relaxed) }
    var count: Int { value.load(ordering: .relaxed) }
}

/// Counts what flows log, and shows what the runtime complains of.
struct CountingLog: LogHandler {
    let tally: Tally
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level == .info { return tally.add() }
        let line = "\(event.level): \(event.message) \(event.metadata ?? [:])\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}

/// Waits for what other threads bring about.
func wait(_ what: String, seconds: Double = 300, until isDone: () async -> Bool) async throws {
    let end = monotonicSeconds() + seconds
    while monotonicSeconds() < end {
        if await isDone() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    throw BenchmarkFault("waited in vain for \(what)")
}

/// A folder that is gone when the process has ended in order.
struct ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/durable-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func store(_ name: String) -> StoreAddress { .sqlite(path: path + "/" + name + ".db") }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
