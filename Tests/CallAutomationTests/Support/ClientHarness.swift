import CallAutomation
import CallModel
import NIOCore
import NIOPosix

/// A client and a scripted server for the time of one test.
struct ClientHarness: Sendable {
    static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let id = "11111111-2222-4333-8444-555555555555"

    let client: CallAutomationClient
    let server: ScriptedServer
    let loop: any EventLoop

    /// Quick repeats, no jitter.
    static var configuration: ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.retry = RetryPolicy(maxRetries: 3, baseDelay: 0.001)
        // Longer than a busy machine may leave a test alone between two requests.
        configuration.idleTimeout = 3_600
        return configuration
    }

    static func with(
        _ configuration: ClientConfiguration = Self.configuration, credential: ServiceCredential? = nil,
        now: @escaping @Sendable () -> Double = { 1_773_309_600.5 }, script: @escaping ScriptedServer.Script,
        _ body: (ClientHarness) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start(script)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let client = try CallAutomationClient(
            endpoint: "http://127.0.0.1:\(server.port)",
            credential: try credential ?? .accessKey(AccessKey(base64: key)), eventLoops: [loop],
            configuration: configuration, now: now, random: { 0.5 })
        let harness = ClientHarness(client: client, server: server, loop: loop)
        do {
            try await body(harness)
        } catch {
            await harness.stop()
            throw error
        }
        await harness.stop()
    }

    func stop() async {
        await client.shutdown()
        await server.stop()
    }

    func send(_ request: PreparedRequest, timeLimit: Double = 30) async -> SendResult {
        await client.sendAndWait(request, on: loop, timeLimit: timeLimit)
    }

    // MARK: - Requests of each kind

    /// May be repeated: it carries an id.
    static let transfer = PreparedRequest(
        method: "POST", path: "/calling/callConnections/c:transferToParticipant?api-version=2026-03-12",
        body: Array("{\"a\":1}".utf8), takesRepeatability: true)
    /// May never be repeated once it can have run.
    static let play = PreparedRequest(
        method: "POST", path: "/calling/callConnections/c:play?api-version=2026-03-12", body: Array("{\"p\":1}".utf8))
    /// Have the same effect twice.
    static let cancel = PreparedRequest(
        method: "POST", path: "/calling/callConnections/c:cancelAllMediaOperations?api-version=2026-03-12")
    static let hangUp = PreparedRequest(method: "DELETE", path: "/calling/callConnections/c?api-version=2026-03-12")
}

extension CallAutomationClient {
    /// `send`, waited for.
    func sendAndWait(
        _ request: PreparedRequest, on loop: any EventLoop, shard: ShardIndex = 0, timeLimit: Double = 30
    ) async -> SendResult {
        let id = request.takesRepeatability ? ClientHarness.id : nil
        let attempt = SendAttempt(repeatabilityID: id, firstSent: 1_773_309_590, timeLimit: timeLimit)
        return await withCheckedContinuation { continuation in
            loop.execute {
                self.send(request, attempt: attempt, on: shard) { result in
                    loop.preconditionInEventLoop()
                    continuation.resume(returning: result)
                }
            }
        }
    }
}

extension SendResult {
    /// The status, when the service answered.
    var status: Int? {
        if case .answered(let status, _) = self { return status }
        return nil
    }

    /// The body as text, when the service answered.
    var text: String? {
        if case .answered(_, let body) = self { return String(decoding: body, as: UTF8.self) }
        return nil
    }

    /// The fault, when it did not.
    var fault: SendFault? {
        if case .fault(let fault) = self { return fault }
        return nil
    }
}
