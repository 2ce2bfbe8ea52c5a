/// What happens to one event on its way.
public struct EventFate: Sendable, Equatable {
    /// Another copy follows so many seconds after the event has arrived.
    public var copyAfter: Double?
    /// The first try gets lost, the next one is so many seconds later.
    public var lostFor: Double?
    /// Seconds that the event waits, and those behind it.
    public var delay = 0.0
    /// It lets the next event of its connection pass, if that comes within so many seconds.
    public var swapsWithin: Double?
    /// The same, for a list of participants only.
    public var waitsForList: Double?
    /// It goes before all that still wait.
    public var goesFirst = false

    /// Nothing happens to it.
    public init() {}

    /// Whether nothing happens to it.
    public var isClean: Bool { self == EventFate() }
}

/// What happens to one request.
public struct RequestFate: Sendable, Equatable {
    /// Why it is not carried out; nil when it is.
    public var refusal: FaultKind?
    /// Goes with a refusal, in seconds.
    public var retryAfter: Int?
    /// It is carried out, but the connection ends before its answer.
    public var isCut = false
    /// The body of the answer is cut.
    public var isMalformed = false
    /// Seconds by which the answer is late.
    public var delay = 0.0
    /// The answer waits for an event that follows from the request, so many seconds at the most.
    public var eventWait: Double?

    /// Nothing happens to it.
    public init() {}

    /// Whether nothing happens to it.
    public var isClean: Bool { self == RequestFate() }

    /// Whether nobody gets an answer.
    public var isWithoutAnswer: Bool { isCut || refusal == .cutBefore }

    /// The names of what happens.
    var names: [String] {
        if let refusal { return [refusal.rawValue] }
        var kinds: [FaultKind] = []
        if isCut { kinds.append(.cutAfter) }
        if isMalformed { kinds.append(.malformed) }
        if delay > 0 { kinds.append(.slow) }
        if eventWait != nil { kinds.append(.early) }
        return kinds.map(\.rawValue)
    }

    /// What a request that is not carried out is answered.
    func error(skew: Double) -> ServiceError? {
        switch refusal {
        case nil: nil
        case .unauthorized: ServiceError(status: 401, code: "7501", message: "The bearer token is not accepted.")
        case .clockSkew:
            .unauthorized("x-ms-date differs from the server's clock by more than \(Int(skew / 60)) minutes")
        case .tooMany: refused(429, "8516", "Too many requests.")
        case .error500: refused(500, "9999", "The service failed.")
        // Nobody sees what a request was answered that is cut off.
        default: refused(503, "9001", "The service is not available.")
        }
    }

    private func refused(_ status: Int, _ code: String, _ message: String) -> ServiceError {
        ServiceError(status: status, code: code, message: message, retryAfter: retryAfter)
    }
}
