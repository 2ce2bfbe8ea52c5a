import CallServer
import FlowEngine
import FlowTesting

/// `hookswitch test --over acs`: a server with the flows in this process, and cases that are played at the service.
struct ServiceTest {
    var flows: String
    var environment: FlowEnvironment
    var web: WebSettings
    var settings: ServiceSettings

    /// Rehearses and plays the cases of a run.
    /// - Parameter told: is told of each case as it ends.
    func results(of run: SpecRun, told: @escaping @Sendable (SpecResult) -> Void) async throws -> [SpecResult] {
        let plan = await ServicePlan(rehearsing: run, for: settings, told: told)
        // Nobody has to be reached for nothing.
        guard plan.count > 0 else { return plan.results }
        let service: ServiceRun
        do {
            service = try await ServiceRun.start(settings)
        } catch {
            throw Console.fail(
                .unavailable, "cannot listen on \(settings.host):\(settings.port): \(error); is the port taken?")
        }
        let result: Result<[SpecResult]?, any Error>
        do { result = .success(try await play(plan, service, told)) } catch { result = .failure(error) }
        await service.stop()
        guard let results = try result.get() else { throw Console.fail(.failure, "the run was interrupted") }
        return results
    }

    private func play(
        _ plan: ServicePlan, _ service: ServiceRun, _ told: @escaping @Sendable (SpecResult) -> Void
    ) async throws -> [SpecResult]? {
        var server = CallServerConfiguration()
        server.port = 0
        server.incomingSecret = settings.incomingSecret
        var node = Node(
            flows: flows, environment: environment, server: server, endpoint: settings.endpoint,
            credential: settings.credential, publicURL: service.publicURL,
            store: StoreSettings(address: .memory), logger: service.book.logger)
        node.web = web
        node.seen = { service.book.noting($0) }
        let prepared = node
        return try await prepared.mapped {
            try await prepared.run { port, runtime in
                await service.play(plan, on: runtime, port: port, told: told)
            }
        }
    }
}
