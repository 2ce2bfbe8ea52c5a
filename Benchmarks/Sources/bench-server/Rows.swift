import AsyncHTTPClient
import CallAutomation
import CallModel
import FlowEngine
import NIOCore

/// What a server does with an event; each row adds one thing to the one before.
enum Row: String, CaseIterable {
    /// A Hummingbird route that answers 200.
    case hummingbird
    /// The channel handler: reads the request, scans the event, answers 200.
    case handler
    /// The event goes to its live session and into the journal; the flow has no hook for it.
    case session
    /// The session's flow goes on and plays again: AsyncHTTPClient sends, unsigned.
    case asyncHTTPClient = "async-http-client"
    /// The same with our client and a bearer token, so unsigned.
    case client
    /// The same with signatures.
    case signed
    /// The same, while another session of the same flow always works, until its budget stops it and the next one begins.
    case spinning
    /// Every event is a new call, and so a world of its own; the flow rejects the call, signed.
    case world

    /// Whether the row needs live sessions before it starts.
    var needsSessions: Bool {
        switch self {
        case .session, .asyncHTTPClient, .client, .signed, .spinning: true
        case .hummingbird, .handler, .world: false
        }
    }

    var flow: String {
        switch self {
        case .world: "on(\"IncomingCall\", function(call) call:reject() end)"
        default:
            """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }

            on("IncomingCall", function(call)
              call:answer()
              while true do
                call:play { text = "For sales press 1, for support press 2." }
              end
            end)

            on("Launch", function() while true do end end)
            """
        }
    }

    /// Who sends what the flows decide.
    func sender(endpoint: String, loops: [any EventLoop], group: any EventLoopGroup) throws -> any CallActionSender {
        switch self {
        case .asyncHTTPClient: AsyncHTTPClientSender(endpoint: endpoint, loops: loops, group: group)
        case .client:
            try CallAutomationClient(endpoint: endpoint, credential: .bearer { "token" }, eventLoops: loops)
        default:
            try CallAutomationClient(
                endpoint: endpoint, credential: .accessKey(AccessKey(base64: "c2VjcmV0IG9mIHRoZSBiZW5jaG1hcms=")),
                eventLoops: loops)
        }
    }
}

/// The obvious way to send: the ecosystem's client with its futures, on the loop of the shard.
struct AsyncHTTPClientSender: CallActionSender {
    private let endpoint: String
    private let loops: [any EventLoop]
    private let client: HTTPClient

    init(endpoint: String, loops: [any EventLoop], group: any EventLoopGroup) {
        self.endpoint = endpoint
        self.loops = loops
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: callConnectionID)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        do {
            let outgoing = try HTTPClient.Request(
                url: endpoint + request.path, method: .RAW(value: request.method),
                headers: ["Content-Type": "application/json"], body: .bytes(request.body))
            client.execute(request: outgoing, eventLoop: .delegateAndChannel(on: loops[shard]))
                .whenComplete { result in
                    switch result {
                    case .success(let response):
                        let body = response.body.map { Array($0.readableBytesView) } ?? []
                        completion(.answered(status: Int(response.status.code), body: body))
                    case .failure(let error): completion(.fault(SendFault(.unknown, "\(error)")))
                    }
                }
        } catch {
            completion(.fault(SendFault(.notSent, "\(error)")))
        }
    }
}
