import CallModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// What came to a webhook.
struct Received: Sendable {
    let method: String
    let uri: String
    let headers: HTTPHeaders
    let json: JSONValue?
    /// The event in it, in either form.
    let event: JSONValue?
    let eventName: String?
    let correlationID: String?

    init(method: String, uri: String, headers: HTTPHeaders, body: [UInt8]) {
        self.method = method
        self.uri = uri
        self.headers = headers
        // Once, here: many tests look at every request that came.
        json = try? JSONValue(parsing: body)
        event = json?[0] ?? json
        let type = event?["type"]?.stringValue ?? event?["eventType"]?.stringValue
        eventName = type?.split(separator: ".").last.map(String.init)
        correlationID = event?["data"]?["correlationId"]?.stringValue
    }
}

/// An application's end: an HTTP server on a free port that keeps what comes and answers as told.
actor Webhook {
    typealias Answer =
        @Sendable (Received, _ count: Int) -> (status: HTTPResponseStatus, headers: HTTPHeaders, body: String)

    nonisolated let url: String
    private(set) var received: [Received] = []
    private let answer: Answer
    private let channel: NIOAsyncChannel<NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, Never>
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var task: Task<Void, Never>?

    /// Runs `body` with a webhook that is there for as long.
    static func with<Value: Sendable>(
        answer: @escaping Answer = Webhook.friendly, _ body: (Webhook) async throws -> Value
    ) async throws -> Value {
        let webhook = try await Webhook(answer)
        await webhook.start()
        do {
            let value = try await body(webhook)
            await webhook.stop()
            return value
        } catch {
            await webhook.stop()
            throw error
        }
    }

    /// Does both handshakes and takes every event.
    static let friendly: Answer = { received, _ in
        if received.method == "OPTIONS" { return (.ok, ["WebHook-Allowed-Origin": "*"], "") }
        guard let code = received.event?["data"]?["validationCode"]?.stringValue else { return (.ok, [:], "") }
        return (.ok, ["content-type": "application/json"], "{\"validationResponse\":\"\(code)\"}")
    }

    private init(_ answer: @escaping Answer) async throws {
        self.answer = answer
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
        url = "http://127.0.0.1:\(channel.channel.localAddress?.port ?? 0)"
    }

    private func start() {
        let channel = channel
        task = Task {
            try? await withThrowingDiscardingTaskGroup { group in
                try await channel.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { try? await self.serve(connection) }
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func stop() async {
        // Not by cancelling: a connection that nobody has taken up yet would be let go without its end.
        try? await channel.channel.close()
        await task?.value
    }

    private nonisolated func serve(
        _ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    ) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let found):
                    head = found
                    body = []
                case .body(let buffer): body += buffer.readableBytesView
                case .end:
                    guard let head else { continue }
                    let answer = await take(
                        Received(method: head.method.rawValue, uri: head.uri, headers: head.headers, body: body))
                    var headers = answer.headers
                    headers.add(name: "content-length", value: "\(answer.body.utf8.count)")
                    try await outbound.write(.head(.init(version: .http1_1, status: answer.status, headers: headers)))
                    try await outbound.write(.body(.byteBuffer(ByteBuffer(string: answer.body))))
                    try await outbound.write(.end(nil))
                }
            }
        }
    }

    private func take(_ request: Received) -> (status: HTTPResponseStatus, headers: HTTPHeaders, body: String) {
        let result = answer(request, received.count)
        received.append(request)
        for continuation in waiting { continuation.resume() }
        waiting = []
        return result
    }

    /// Waits until an event of this name came.
    func event(_ name: String) async throws -> Received {
        try await first { $0.eventName == name }
    }

    /// Waits until something came that fits; a minute at most, since a machine may be busy with other tests.
    /// - Parameter count: how many of them have to be there.
    func first(count: Int = 1, where fits: @Sendable (Received) -> Bool) async throws -> Received {
        let timeout = Task {
            try await Task.sleep(for: .seconds(60))
            self.wake()
        }
        defer { timeout.cancel() }
        let limit = ContinuousClock.now.advanced(by: .seconds(60))
        while true {
            // Many wait at once, most of them for one.
            if count == 1, let found = received.first(where: fits) { return found }
            let all = count == 1 ? [] : received.filter(fits)
            if let found = all.first, all.count >= count { return found }
            if ContinuousClock.now >= limit { throw Missing(names: received.compactMap(\.eventName)) }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func wake() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    struct Missing: Error { let names: [String] }
}
