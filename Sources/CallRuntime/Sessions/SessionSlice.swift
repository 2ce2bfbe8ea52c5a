import CallJournal
import CallModel
import FlowEngine

/// What a session can be given.
public enum SessionInput: Sendable {
    case event(EventRecord)
    case response(ResponseRecord)
    case timer(TimerRecord)
    case operatorCommand(OperatorRecord)
}

/// What one input led to: records that must become durable first, and effects that may happen afterwards.
public struct SessionSlice: Sendable {
    /// In `seq` order; the input itself comes first.
    public var records: [JournalRecord] = []
    /// In order.
    public var effects: [SessionEffect] = []
    /// False when the flow is busy and was paused: nothing is in it yet, and `goOn` must follow.
    public var isWhole = true
}

/// What a session wants done outside. A replay drops it.
public enum SessionEffect: Sendable {
    case send(OperationID, attempt: Int, PreparedRequest, SendAttempt)
    case setTimer(number: Int, due: Double)
    case cancelTimer(number: Int)
    case log(FlowLogEntry)
    /// Nothing follows.
    case ended(EndRecord)
}

/// Where the headers of each try come from: drawn when a session lives, taken from the journal when it is replayed.
public protocol AttemptSource {
    /// The headers of one try.
    mutating func attempt(for operation: OperationID, number: Int, request: PreparedRequest, at: Double) -> SendAttempt
}

/// What a session needs to know beside its flow; the same for every session of a process.
public struct SessionContext: Sendable {
    /// Makes the exact request of an action.
    public var prepare: @Sendable (CallAction, String?) throws -> PreparedRequest
    /// The callback address of a leg, by session and opening operation.
    public var callbackAddress: @Sendable (SessionID, OperationID) -> String

    /// A context from its parts.
    public init(
        prepare: @escaping @Sendable (CallAction, String?) throws -> PreparedRequest,
        callbackAddress: @escaping @Sendable (SessionID, OperationID) -> String
    ) {
        self.prepare = prepare
        self.callbackAddress = callbackAddress
    }
}
