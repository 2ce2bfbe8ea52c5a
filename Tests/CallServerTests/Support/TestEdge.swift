import AsyncHTTPClient
import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// A sender that notes what would leave and says yes.
final class RecordingSender: CallActionSender {
    let sent = Mutex<[PreparedRequest]>([])
    private let loops: [any EventLoop]

    init(loops: [any EventLoop]) { self.loops = loops }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: callConnectionID)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        sent.withLock { $0.append(request) }
        let status = request.path.contains(":answer") ? 200 : request.path.contains(":reject") ? 204 : 202
        let body = status == 200 ? Array(#"{"callConnectionId":"c-1"}"#.utf8) : []
        loops[shard].execute { completion(.answered(status: status, body: body)) }
    }
}

/// An edge on a free port, over a runtime with flows given as text.
struct TestEdge {
    let url: String
    let runtime: CallRuntime
    let sender: RecordingSender
    let client: HTTPClient

    /// Runs `body` against an edge, then takes it down.
    static func with(
        _ flows: [String: String], configuration change: (inout CallServerConfiguration) -> Void = { _ in },
        journal: any CallJournal = MemoryJournal(), _ body: @escaping @Sendable (TestEdge) async throws -> Void
    ) async throws {
        var configuration = CallServerConfiguration()
        configuration.port = 0
        configuration.holdRetrySeconds = 0.02
        change(&configuration)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let loops = group.makeIterator().map { $0 as any EventLoop }
        let sender = RecordingSender(loops: loops)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let runtime = CallRuntime(
            loops: loops, journal: journal, sender: sender,
            addresses: CallbackAddresses(publicURL: "http://edge", secret: [1, 2, 3]), logger: logger)
        if !flows.isEmpty {
            let change = await runtime.generations.load(FlowSources(files: flows.mapValues { Array($0.utf8) }), at: 1)
            if case .refused(let problems) = change { Issue.record("\(problems)") }
        }
        let server = CallServer(runtime: runtime, configuration: configuration, logger: logger)
        let client = HTTPClient(eventLoopGroupProvider: .shared(group))
        let (ports, port) = AsyncStream<Int>.makeStream()
        let result = await Task {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await server.run(on: group) { port.yield($0) } }
                tasks.addTask {
                    for await port in ports {
                        try await body(
                            TestEdge(url: "http://127.0.0.1:\(port)", runtime: runtime, sender: sender, client: client))
                        return
                    }
                }
                try await tasks.next()
                tasks.cancelAll()
            }
        }.result
        try await client.shutdown()
        try await group.shutdownGracefully()
        try result.get()
    }

    /// Sends a request and returns status, headers and body.
    func send(
        _ method: String = "POST", _ path: String, _ body: [UInt8] = [], headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .seconds(20))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        return Answer(status: Int(response.status.code), body: text, headers: response.headers)
    }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let body: String
        let headers: HTTPHeaders

        func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// Posts JSON.
    func post(_ path: String, _ json: JSONValue, headers: [(String, String)] = []) async throws -> Answer {
        try await send("POST", path, json.encoded, headers: [("Content-Type", "application/json")] + headers)
    }

    /// The body of an incoming call.
    static func incoming(id: String, to: String = "+18005550199", context: String? = "offer") -> JSONValue {
        [
            [
                "id": .string(id), "topic": "/subscriptions/x", "subject": "/caller/a/recipient/b",
                "eventType": "Microsoft.Communication.IncomingCall",
                "eventTime": .string(Date().formatted(.iso8601)), "dataVersion": "1.0", "metadataVersion": "1",
                "data": [
                    "to": ["kind": "phoneNumber", "rawId": .string("4:" + to), "phoneNumber": ["value": .string(to)]],
                    "from": [
                        "kind": "phoneNumber", "rawId": "4:+14255550100", "phoneNumber": ["value": "+14255550100"],
                    ],
                    "serverCallId": "s", "callerDisplayName": "", "correlationId": .string("corr-" + id),
                    "incomingCallContext": context.map { .string($0) },
                ],
            ]
        ]
    }

    /// A callback body with one event.
    static func callback(_ name: String, id: String, context: String? = nil) -> JSONValue {
        [
            [
                "id": .string(id), "source": "calling/callConnections/c-1", "subject": "calling/callConnections/c-1",
                "type": .string("Microsoft.Communication." + name), "time": "2026-03-12T10:00:00.0000000+00:00",
                "specversion": "1.0", "datacontenttype": "application/json",
                "data": ["callConnectionId": "c-1", "operationContext": context.map { .string($0) }],
            ]
        ]
    }

    /// The callback path that the first answer asked for; waits until there is one.
    func callbackPath() async throws -> String {
        for _ in 0..<2_000 {
            let answer = sender.sent.withLock { $0.first { $0.path.contains(":answer") } }
            if let answer, let uri = try JSONValue(parsing: answer.body)["callbackUri"]?.stringValue {
                return String(uri.dropFirst("http://edge".count))
            }
            await Task.yield()
        }
        throw CancellationError()
    }

    /// Waits until `count` requests have left.
    func requests(_ count: Int) async -> [PreparedRequest] {
        while true {
            let requests = sender.sent.withLock { $0 }
            if requests.count >= count || Task.isCancelled { return requests }
            await Task.yield()
        }
    }
}
