import NIOSSL

/// What can be set about a `CallAutomationClient`.
public struct ClientConfiguration: Sendable {
    /// The version of the service's interface that requests ask for; a preview has operations that the stable one has not.
    public var apiVersion = ActionRequest.defaultAPIVersion
    /// When and how often requests are repeated.
    public var retry = RetryPolicy()
    /// Connections of each event loop.
    public var maxConnections = 32
    /// Requests of each event loop that wait for a connection; more are refused as not sent.
    public var maxWaiting = 2_048
    /// Seconds after which an unused connection is closed; below what the service's front door allows.
    public var idleTimeout = 30.0
    /// Seconds for a connection to stand, TLS included.
    public var connectTimeout = 5.0
    /// Seconds that one try may wait for its answer where the request may be repeated. Requests that may not be repeated
    /// have the whole time limit.
    public var tryTimeout = 10.0
    /// The longest body of an answer.
    public var maxAnswerBytes = 4 << 20
    /// Trust roots and versions of TLS, for `https` endpoints.
    public var tls = TLSConfiguration.makeClientConfiguration()

    /// The defaults.
    public init() {}
}
