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

    /// What the journal did not take.
    init(_ fault: JournalFault) { self = fault.isPassing ? .busy(fault.description) : .failed(fault.description) }
}
