/// How the edge listens and whom it lets in.
public struct CallServerConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// 0 takes a free port.
    public var port = 8080
    /// When set, Event Grid's address must carry `?secret=…`.
    public var incomingSecret: String?
    /// When set, `/v1` wants `Authorization: Bearer …`; when not, it answers on loopback only.
    public var adminToken: String?
    /// Webhook bodies above this size are refused with 413, in bytes. Event Grid sends at most 1 MiB.
    public var maxWebhookBytes = 1 << 20
    /// How long a webhook that cannot be decided now is held before it gets 504, in seconds.
    public var holdSeconds = 10.0
    /// How often a held webhook is tried again, in seconds.
    public var holdRetrySeconds = 0.2

    /// Where sound is written that flows want in files; nil writes none.
    public var streamsFolder: String?
    /// How much a peer of a stream may do.
    var streamLimits = StreamEdge.Limits()

    /// The defaults.
    public init() {}

    /// Whether only this machine can reach the edge.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
