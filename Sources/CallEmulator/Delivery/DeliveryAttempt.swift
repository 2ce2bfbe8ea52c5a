import CallModel

/// A request that has to be sent now. `DeliveryMachine.finished` wants to know how it went.
public struct DeliveryAttempt: Sendable {
    /// The delivery that it belongs to.
    public let id: Int
    /// The event's id.
    public let event: String
    /// The event's type without its prefix.
    public let name: String
    /// Counted from 1 for each event.
    public let number: Int
    /// Where it goes, by POST.
    public let address: String
    /// Beside those of every HTTP request.
    public internal(set) var headers: [(name: String, value: String)]
    /// One event.
    public let body: [UInt8]
    /// How many seconds to wait for the answer.
    public let timeout: Double
    /// The Event Grid subscription that it goes to; nil for a callback.
    public let subscription: Int?
    /// Whether no other try was sent before.
    public let isFirst: Bool
    /// What the owner gave to `enqueue`.
    public let line: Int?
}

/// One try of a delivery.
public struct DeliveryTry: Sendable, Equatable {
    /// How it went.
    public enum Outcome: Sendable, Equatable {
        /// With this HTTP status.
        case answered(Int)
        /// Nobody answered, for this reason.
        case fault(String)
    }

    /// Counted from 1.
    public let number: Int
    /// How it went.
    public let outcome: Outcome

    /// A try of its parts.
    public init(number: Int, outcome: Outcome) {
        self.number = number
        self.outcome = outcome
    }
}

/// What there is to tell of a delivery.
public enum DeliveryNews: Sendable {
    /// It was tried.
    case tried(event: String, DeliveryTry)
    /// A callback is not tried again.
    case callbackFailed(CallbackDelivery, reason: String)
    /// An Event Grid event is not tried again.
    case gridFailed(GridEvent, endpoint: String, reason: String)
}
