import CallJournal
import CallModel
import FlowEngine

/// What a session can be given.
public enum SessionInput: Sendable {
    case event(EventRecord)
    case response(ResponseRecord)
    case timer(TimerRecord)
    case operatorCommand(OperatorRecord)
    case resume(ResumeRecord)
}

/// What one input led to: records that must become durable first, and effects that may happen afterwards.
public struct SessionSlice: Sendable {
    /// In `seq` order; the input itself comes first.
    public var records: [JournalRecord] = []
    /// In order.
    public var effects: [SessionEffect] = []
    /// Whether the offer that began the session is over: the service may make the same offer again.
    public var releasesOffer = false
    /// False when the flow is busy and was paused: nothing is in it yet, and `goOn` must follow.
    public var isWhole = true
}

/// What a session wants done outside. A replay drops it.
public enum SessionEffect: Sendable {
    case send(OperationID, attempt: Int, PreparedRequest, SendAttempt)
    case setTimer(number: Int, due: Double)
    case cancelTimer(number: Int)
    case log(FlowLogEntry)
    /// Starts another session; the answer comes as a response, `{"session": …}`.
    case launch(OperationID, FlowLaunch)
    /// Wakes another session; the answer comes as a response.
    case signal(OperationID, SessionID, name: String, data: JSONValue)
    /// Does something with the store, at the time that the flow decided it; the answer comes as a response.
    case store(OperationID, StoreRequest, at: Double)
    /// Sends a request to the web; the answer comes as a response. The limit is in seconds.
    case web(OperationID, attempt: Int, PreparedRequest, timeLimit: Double)
    /// Nobody waits for such an answer any more.
    case cutWeb(OperationID)
    /// The files of a recording are wanted here; the answer comes as a response.
    case download(OperationID, RecordingDownload)
    /// The files of a recording shall be deleted at the service; the answer comes as a response.
    case deleteFiles(OperationID, RecordingFiles)
    /// A call to phones wants as many of the lines of its caller ID; the answer comes as a response with attempt 0.
    case takeLine(OperationID, number: String, phones: Int)
    /// The line of an operation, had or waited for, is not needed any more.
    case freeLine(OperationID)
    /// The session has a leg in the call with this server call id: Event Grid's events about it concern the session.
    case joinedCall(String)
    /// Nothing follows.
    case ended(EndRecord)
}

/// Where the headers of each try come from: drawn when a session lives, taken from the journal when it is replayed.
public protocol AttemptSource {
    /// The headers of one try.
    mutating func attempt(for operation: OperationID, number: Int, request: PreparedRequest, at: Double) -> SendAttempt

    /// The exact request of one try: the fresh one when a session lives; the recorded one when it is replayed and says
    /// the same, so that other addresses of ours or another encoder change nothing.
    mutating func request(for operation: OperationID, number: Int, fresh: PreparedRequest) -> PreparedRequest
}

extension AttemptSource {
    /// The fresh one.
    public mutating func request(
        for operation: OperationID, number: Int, fresh: PreparedRequest
    ) -> PreparedRequest { fresh }
}

/// What a session needs to know beside its flow; the same for every session of a process.
public struct SessionContext: Sendable {
    /// Makes the exact request of an action, on a connection, in a version of the service's interface.
    public var prepare: @Sendable (CallAction, String?, String) throws -> PreparedRequest
    /// The callback address of a leg, by session and opening operation.
    public var callbackAddress: @Sendable (SessionID, OperationID) -> String
    /// The web socket that a leg's streams go to, by session and opening operation, and what becomes of the sound.
    public var streamAddress: @Sendable (SessionID, OperationID, MediaStreamingOptions.Audio?) -> String

    /// A context from its parts.
    public init(
        prepare:
            @escaping @Sendable (
                CallAction, _ connection: String?, _ apiVersion: String
            ) throws -> PreparedRequest,
        callbackAddress: @escaping @Sendable (SessionID, OperationID) -> String,
        streamAddress: @escaping @Sendable (SessionID, OperationID, MediaStreamingOptions.Audio?) -> String = {
            "wss://streams.invalid/streams/\($0)/\($1)/-" + ($2.map { "?audio=\($0.rawValue)" } ?? "")
        }
    ) {
        self.prepare = prepare
        self.callbackAddress = callbackAddress
        self.streamAddress = streamAddress
    }
}
