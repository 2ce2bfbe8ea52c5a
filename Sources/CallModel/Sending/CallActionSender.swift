/// The number of a shard: an event loop with the sessions that live on it.
public typealias ShardIndex = Int

/// A request made ready: the exact bytes that leave, so that a repeat is the same to the byte.
public struct PreparedRequest: Sendable, Equatable {
    /// Upper case.
    public var method: String
    /// Percent-encoded, with its query.
    public var path: String
    /// Empty where the operation has none.
    public var body: [UInt8]
    /// Whether the operation takes the repeatability headers.
    public var takesRepeatability: Bool

    /// A request from its parts.
    public init(method: String, path: String, body: [UInt8] = [], takesRepeatability: Bool = false) {
        self.method = method
        self.path = path
        self.body = body
        self.takesRepeatability = takesRepeatability
    }
}

/// One try of sending a request.
public struct SendAttempt: Sendable, Equatable, Codable {
    /// Version 4 UUID as text; nil where the operation takes none.
    public var repeatabilityID: String?
    /// Seconds since 1970; goes out as `Repeatability-First-Sent`.
    public var firstSent: Double
    /// How long an answer may take, in seconds, retries included.
    public var timeLimit: Double

    /// A try with its headers and its limit.
    public init(repeatabilityID: String?, firstSent: Double, timeLimit: Double = 30) {
        self.repeatabilityID = repeatabilityID
        self.firstSent = firstSent
        self.timeLimit = timeLimit
    }
}

/// What came of a request.
public enum SendResult: Sendable, Equatable {
    case answered(status: Int, body: [UInt8])
    /// No answer.
    case fault(SendFault)
}

/// Why there is no answer.
public struct SendFault: Error, Sendable, Equatable {
    /// Whether the request can have taken effect.
    public enum Kind: String, Sendable {
        /// It never ran: the connection was refused, or the service said so (429).
        case notSent = "not_sent"
        /// It may have run: the connection broke, or the time was up.
        case unknown
    }

    /// What kind of fault this is.
    public var kind: Kind
    /// Words for a person.
    public var message: String
    /// What a flow is told; nil where the kind says it all.
    public var reason: FailureReason?

    /// A fault with the words for the log.
    public init(_ kind: Kind, _ message: String, reason: FailureReason? = nil) {
        self.kind = kind
        self.message = message
        self.reason = reason
    }
}

/// The seam between the runtime and the service: the REST client, or a recording fake in tests.
///
/// Not `async`, by measurement: `send` is called on a shard's event loop and calls back on it.
public protocol CallActionSender: Sendable {
    /// Makes the exact request of an action. Pure: the same action gives the same bytes.
    /// - Parameters:
    ///   - callConnectionID: the connection that the action is about; nil where it is about none.
    ///   - apiVersion: of the service's interface; a session keeps the one that it was begun with.
    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest

    /// Sends a request and calls `completion` once, on the event loop of `shard`.
    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void)
}
