import CallModel
import CallRuntime
import Hummingbird
import Logging
import NIOCore

/// Reads the flows anew and says what came of it.
public typealias FlowReload = @Sendable () async -> GenerationKeeper.Change

/// The HTTP edge: webhooks, operators, health.
public struct CallServer: Sendable {
    private let runtime: CallRuntime
    private let configuration: CallServerConfiguration
    private let logger: Logger
    private let reload: FlowReload?

    /// An edge over a runtime.
    /// - Parameter reload: is called when an operator asks for a look at the flows; nil where none are watched.
    public init(
        runtime: CallRuntime, configuration: CallServerConfiguration, logger: Logger,
        reload: FlowReload? = nil
    ) {
        self.runtime = runtime
        self.configuration = configuration
        self.logger = logger
        self.reload = reload
    }

    /// Serves until the task is cancelled.
    /// - Parameters:
    ///   - group: the event loops of the runtime's shards, so that most webhooks need no hop.
    ///   - onRunning: is called with the port once connections are taken.
    public func run(
        on group: any EventLoopGroup, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let edge = WebhookEdge(runtime: runtime, configuration: configuration)
        let recorder = configuration.streamsFolder.map { StreamRecorder(folder: $0, logger: logger) }
        let streams = StreamEdge(
            runtime: runtime, logger: logger, limits: configuration.streamLimits, recorder: recorder)
        // Hummingbird calls the connections that a shutdown cuts errors; they are none.
        var serverLogger = logger
        serverLogger.logLevel = max(.critical, logger.logLevel)
        let application = Application(
            router: router(edge),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [WebhookHandler(edge: edge, streams: streams)],
                    idleTimeout: .seconds(120))
            ),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: "hookswitch"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            eventLoopGroupProvider: .shared(group), logger: serverLogger)
        try await application.run()
    }

    private func router(_ edge: WebhookEdge) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("health/live") { _, _ in JSONResponse(["status": "live"]) }
        router.get("health/ready") { [runtime] _, _ in
            runtime.isReady
                ? JSONResponse(["status": "ready"])
                : JSONResponse(
                    ["status": runtime.isEnding ? "draining" : "no flows are loaded"], status: .serviceUnavailable)
        }
        AdminRoutes(runtime: runtime, reload: reload)
            .add(to: router.group("v1").add(middleware: AdminGuard(configuration: configuration)))
        WebhookRoutes(edge: edge, configuration: configuration).add(to: router)
        return router
    }
}
