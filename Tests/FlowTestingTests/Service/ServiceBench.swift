import CallAutomation
import CallEmulator
import CallJournal
import CallRuntime
import CallServer
import Logging
import NIOPosix
import Testing

@testable import FlowTesting

/// Plays specs at an emulator that is used as any service is: by its address, its key and its events.
enum ServiceBench {
    /// Numbers of the resource: one that the flow answers, and two that the tester has.
    static let desk = "+18005550199", phone = "+18005550142", other = "+18005550143"
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// The outcomes of the cases of a spec, in order.
    static func outcomes(
        _ spec: String, flows: [String: String] = ["desk": SpecBench.desk], phones: [String] = [phone, other],
        schema: GridSubscription.Schema = .eventGrid, change: (inout ServiceSettings) -> Void = { _ in }
    ) async throws -> [SpecResult.Outcome] {
        let suite = SpecBench.suite(spec, flows: flows)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        var configuration = EmulatorConfiguration()
        configuration.ownedNumbers = [desk, phone, other]
        configuration.mediaSpeed = 50
        let emulator = try CallEmulator(configuration: configuration, logger: quiet)
        let address = try await emulator.start()
        let key = try AccessKey(base64: configuration.accessKey)
        var settings = ServiceSettings(endpoint: address.url, credential: .accessKey(key))
        (settings.phones, settings.aiResource, settings.patience) = (phones, "https://ai.example.com", 2)
        change(&settings)
        let result: Result<[SpecResult], any Error>
        do {
            let service = try await ServiceRun.start(settings)
            let secret = settings.incomingSecret.map { "?secret=\($0)" } ?? ""
            // Its handshake is done with the first event: nobody serves the flows yet.
            await emulator.subscribe(
                GridSubscription(endpoint: service.publicURL + "/events/incoming" + secret, schema: schema))
            do { result = .success(try await results(suite, settings, service)) } catch { result = .failure(error) }
            await service.stop()
        } catch {
            result = .failure(error)
        }
        await emulator.stop()
        let outcomes = try result.get().map(\.outcome)
        try #require(outcomes.count == suite.cases.count)
        return outcomes
    }

    private static func results(
        _ suite: SpecSuite, _ settings: ServiceSettings, _ service: ServiceRun
    ) async throws -> [SpecResult] {
        let plan = await ServicePlan(rehearsing: SpecRun(suite), for: settings)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let client = try CallAutomationClient(
            endpoint: settings.endpoint, credential: settings.credential, eventLoops: [group.next()])
        let runtime = CallRuntime(
            loops: [group.next()], journal: service.book.noting(MemoryJournal()), sender: client,
            addresses: CallbackAddresses(publicURL: service.publicURL, secret: [1, 2, 3]),
            logger: service.book.logger)
        if let generation = suite.entries.first?.generation {
            runtime.generations.adopt(generation, at: SystemClock().now())
        }
        _ = try await runtime.recover()
        var configuration = CallServerConfiguration()
        (configuration.port, configuration.incomingSecret) = (0, settings.incomingSecret)
        let server = CallServer(runtime: runtime, configuration: configuration, logger: quiet)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let serving = Task.detached { try await server.run(on: group) { port.yield($0) } }
        var results: [SpecResult] = []
        for await port in ports {
            results = await service.play(plan, on: runtime, port: port)
            break
        }
        await runtime.drain()
        serving.cancel()
        _ = await serving.result
        await client.shutdown()
        try await group.shutdownGracefully()
        return results
    }

    /// Plays the body of one case, which must pass.
    static func passes(_ body: String, flows: [String: String] = ["desk": SpecBench.desk]) async throws {
        for outcome in try await outcomes(one(body), flows: flows) { check(outcome) }
    }

    static func check(_ outcome: SpecResult.Outcome) {
        switch outcome {
        case .passed: return
        case .failed(let failure): Issue.record("\(failure.problem)\n\(failure.story.joined(separator: "\n"))")
        case .skipped(let reason): Issue.record("it was left out: \(reason)")
        }
    }

    /// Why the body of one case is left out.
    static func reason(_ body: String, flows: [String: String] = ["desk": SpecBench.desk]) async throws -> String {
        guard case .skipped(let reason)? = try await outcomes(one(body), flows: flows).first else { throw NotSkipped() }
        return reason
    }

    struct NotSkipped: Error {}

    private static func one(_ body: String) -> String {
        "it('works', function() local caller = phone '\(phone)'\n\(body)\nend)"
    }
}
