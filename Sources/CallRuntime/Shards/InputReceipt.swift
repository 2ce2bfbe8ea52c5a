import CallJournal
import CallModel

/// Who is to learn that an input is durable, and under which keys it is known.
struct InputReceipt: Sendable {
    /// Where the input came from, as far as it matters when its slice is durable.
    enum Origin: Sendable {
        /// Somebody waits for the news that it is safe.
        case sender
        /// An answer to a request.
        case response
        /// The process itself took the session up.
        case resume
        /// The process stops the session.
        case stop
        /// A timer, or an event that was kept before.
        case own
    }

    var origin = Origin.own
    /// Keys that nobody else may have.
    var claims: [String] = []
    /// The id of the event that it is, to be claimed with its slice.
    var event: String?
    /// The input, if nobody would repeat it: a refused write must not lose it.
    var again: SessionInput?
    var completion: @Sendable (DeliveryOutcome) -> Void = { _ in }
    /// In place of `completion`, for who wants to know which session has had the input.
    var knownTo: (@Sendable (SessionID) -> Void)?

    /// It is known: this session has had it.
    func isKnown(to session: SessionID) {
        if let knownTo { knownTo(session) } else { completion(.duplicate) }
    }
}

/// An input that waits for its turn.
struct WaitingInput {
    var input: SessionInput
    /// When it came in, in seconds since 1970; nil takes the time at which the session takes it.
    var time: Double?
    var receipt: InputReceipt
}
