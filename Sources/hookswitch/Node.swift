import ArgumentParser
import AsyncHTTPClient
import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import FlowWeb
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ServiceLifecycle

/// One server: runtime, client, edge and flow watcher, wired together.
struct Node {
    var flows: String
    var environment: FlowEnvironment
    var server: CallServerConfiguration
    var endpoint: String
    var credential: ServiceCredential
    /// Where files of recordings go; nil for nowhere.
    var recordings: String?
    /// How the service reaches us; nil takes the edge's own address.
    var publicURL: String?
    var store: StoreSettings
    var logger: Logger
    /// What leads flows to the web: which hosts, and secrets.
    var web = WebSettings()
    /// The clock of the runtime.
    var clock: any RuntimeClock = SystemClock()
    /// Hears each edit of the flows.
    var hearsEdit: @Sendable (FlowSources) -> Void = { _ in }
    /// What the journal is seen through.
    var seen: @Sendable (any CallJournal) -> any CallJournal = { $0 }

    /// What the edge will be reached at from this machine, as far as that is known before it listens: recovery sends
    /// requests with addresses in them.
    private var ownURL: String { server.port == 0 ? "" : "http://\(server.host):\(server.port)" }

    /// Serves until the process is asked to end. Fails at once when the flows cannot be loaded.
    func run(onRunning: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await run([], onRunning: { port, _ in try await onRunning(port) })
    }

    /// Serves while `body` runs, which is given the port and the runtime; or until the process is asked to end.
    /// - Returns: nil when that was before `body` had come to its end.
    func run<Value: Sendable>(
        while body: @escaping @Sendable (Int, CallRuntime) async throws -> Value
    ) async throws -> Value? {
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        let result = NIOLockedValueBox<Result<Value, any Error>?>(nil)
        let until = ServiceGroupConfiguration.ServiceConfiguration(
            service: UntilEnd(ends: ends), successTerminationBehavior: .gracefullyShutdownGroup)
        try await run([until]) { port, runtime in
            // Not a child: it goes on while the server serves.
            Task {
                let found: Result<Value, any Error>
                do { found = .success(try await body(port, runtime)) } catch { found = .failure(error) }
                result.withLockedValue { $0 = found }
                continuation.finish()
            }
        }
        return try result.withLockedValue { $0 }?.get()
    }

    private func run(
        _ others: [ServiceGroupConfiguration.ServiceConfiguration],
        onRunning: @escaping @Sendable (Int, CallRuntime) async throws -> Void
    ) async throws {
        let node = ServiceGroupConfiguration.ServiceConfiguration(
            service: NodeService(node: self, onRunning: onRunning))
        let group = ServiceGroup(
            configuration: .init(
                services: [node] + others, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })))
        try await group.run()
    }

    fileprivate func serve(onRunning: @escaping @Sendable (Int, CallRuntime) async throws -> Void) async throws {
        let journal = seen(try store.open())
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let result: Result<Void, any Error>
        do {
            try await serve(over: journal, on: group, onRunning)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // Nothing is written any more: the next process finds a clean end.
        do throws(JournalFault) {
            try await journal.finish(at: clock.now())
        } catch {
            logger.error("the store could not be closed in order", metadata: ["reason": "\(error)"])
        }
        try? await group.shutdownGracefully()
        try result.get()
    }

    private func serve(
        over journal: any CallJournal, on group: MultiThreadedEventLoopGroup,
        _ onRunning: @escaping @Sendable (Int, CallRuntime) async throws -> Void
    ) async throws {
        let loops = group.makeIterator().map { $0 as any EventLoop }
        var requests = ClientConfiguration()
        requests.apiVersion = environment.apiVersion
        // Sessions do, each time with a record.
        requests.retry.repeatsUnknown = false
        let client = try CallAutomationClient(
            endpoint: endpoint, credential: credential, eventLoops: loops, configuration: requests)
        let web = FlowWebClient(policy: web.policy, secrets: web.secrets, group: group)
        let files = HTTPClient(eventLoopGroupProvider: .shared(group))
        let result: Result<Void, any Error>
        do {
            let keys = try await CallbackKeys.kept(in: journal)
            let addresses = CallbackAddresses(publicURL: publicURL ?? ownURL, keys: keys)
            let runtime = CallRuntime(
                loops: loops, journal: journal, sender: client, files: try keeper(files), addresses: addresses,
                web: web,
                environment: environment,
                clock: clock, settings: store.runtime, logger: logger)
            try await serve(runtime, on: group, onRunning)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await web.shutdown()
        await client.shutdown()
        try? await files.shutdown()
        try result.get()
    }

    private func keeper(_ client: HTTPClient) throws -> any RecordingFileKeeper {
        guard let recordings else { return NoRecordingFiles() }
        return RecordingFileClient(
            folder: recordings, endpoint: try ServiceEndpoint(endpoint), credential: credential, client: client,
            reaches: { $0.mayEndTheProcess() })
    }

    /// Recovers what the last process left, then serves; when the process shall end, drains, then stops serving.
    private func serve(
        _ runtime: CallRuntime, on group: MultiThreadedEventLoopGroup,
        _ onRunning: @escaping @Sendable (Int, CallRuntime) async throws -> Void
    ) async throws {
        let reloader = FlowReloader(root: flows, keeper: runtime.generations, logger: logger, hearsEdit: hearsEdit)
        defer { reloader.stop() }
        try await reloader.loadFirst()
        logger.debug("starting", metadata: ["lua": "\(FlowLua.release)", "cores": "\(runtime.shards.count)"])
        let found = try await runtime.recover()
        if found.sessions > 0 {
            logger.info(
                "calls are taken up",
                metadata: ["sessions": "\(found.sessions)", "after": found.wasClean ? "a clean end" : "an unclean end"])
        }
        reloader.start()
        let sweep = RetentionSweep(runtime.journal, settings: store.retention, logger: logger) {
            try await runtime.generations.collect()
        }
        let edge = CallServer(runtime: runtime, configuration: server, logger: logger) { await reloader.reload() }
        // Not a child: the request to end shall reach it when what is under way is durable, not before.
        let serving = Task.detached {
            try await edge.run(on: group) { port in
                if publicURL == nil { runtime.addresses.publicURL = "http://\(server.host):\(port)" }
                do { try await onRunning(port, runtime) } catch { logger.error("start-up failed: \(error)") }
            }
        }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await sweep.run() }
            tasks.addTask {
                guard (try? await gracefulShutdown()) != nil else { return }
                await runtime.drain()
                serving.cancel()
            }
            _ = await serving.result
            tasks.cancelAll()
        }
        try await serving.value
    }
}

/// A node under the life cycle of the process: signals end it in order.
private struct NodeService: Service {
    let node: Node
    let onRunning: @Sendable (Int, CallRuntime) async throws -> Void

    func run() async throws { try await node.serve(onRunning: onRunning) }
}

/// Ends when it is told to.
private struct UntilEnd: Service {
    let ends: AsyncStream<Void>

    func run() async throws {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { for await _ in ends {} }
            tasks.addTask { try? await gracefulShutdown() }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}

extension Node {
    /// Runs `body` and turns what can go wrong at the start into a sentence and an exit code.
    func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch let error as FlowLoadFailure {
            for problem in error.problems { Console.note("\(problem)") }
            Console.noteOneFlow(in: flows)
            throw Console.fail(.badFlows, "the flows cannot be loaded; correct them and start again")
        } catch let fault as JournalFault {
            throw Console.fail(.store, fault.description)
        } catch let error as IOError {
            throw Console.fail(.unavailable, "cannot listen: \(error); is the port taken? try --port 0")
        } catch {
            throw Console.fail(.failure, "\(error)")
        }
    }
}

extension RecordingFileStep {
    /// For `make chaos`: the process is killed where it was asked to be.
    fileprivate func mayEndTheProcess() {
        switch self {
        case .part: CrashPoint.reached(.filePart)
        case .whole: CrashPoint.reached(.fileWhole)
        case .named: CrashPoint.reached(.fileNamed)
        case .deleted: CrashPoint.reached(.fileDeleted)
        }
    }
}
