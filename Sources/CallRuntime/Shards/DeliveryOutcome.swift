import CallJournal

/// What became of something that was handed to the runtime; the edge makes an HTTP answer of it.
public enum DeliveryOutcome: Sendable, Equatable {
    /// Durable, handled or not.
    case accepted
    /// Known already; nothing happened.
    case duplicate
    /// No flow wants the call: it rings on.
    case unclaimed
    /// Too old to start anything.
    case stale
    /// No such session.
    case unknownSession
    /// The address was not made by us.
    case wrongToken
    /// Not what it should be; nothing happened.
    case invalid(String)
    /// May succeed if tried again in a moment.
    case busy(String)
    /// Will not succeed.
    case failed(String)

    /// The HTTP status that says so, and a sentence for the sender; nil where there is nothing to say. Never 503: Event
    /// Grid waits 30 s after one, which is a whole ring.
    public var answer: (status: Int, problem: String?) {
        switch self {
        case .accepted, .duplicate, .unclaimed, .stale: (200, nil)
        case .unknownSession: (404, "there is no such session; it has ended, or was another server's")
        case .wrongToken: (403, "this callback address was not made by this server")
        case .invalid(let reason): (400, reason)
        case .busy(let reason): (504, reason)
        case .failed(let reason): (500, reason)
        }
    }

    /// What the journal did not take.
    init(_ fault: JournalFault) { self = fault.isPassing ? .busy(fault.description) : .failed(fault.description) }
}
