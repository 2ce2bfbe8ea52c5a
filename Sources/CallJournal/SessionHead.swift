import CallModel

/// What must be known of an open session whose world is not in memory: when it is due, which calls it has, which lines
/// of its caller IDs. It is the state after the last record, so nothing has to be replayed to read it.
public struct SessionHead: Sendable, Equatable {
    /// One call of the session.
    public struct Leg: Sendable, Equatable {
        /// Counted from 1.
        public var number: Int
        /// The operation in its callback address; nil while it is an offer.
        public var opener: OperationID?
        /// As `call.state` tells it.
        public var state: String
        /// Nil until the service has named it.
        public var callConnectionID: String?
        /// The service's id of the whole call, and the trace id where the session made the call: Event Grid's events
        /// about either concern the session.
        public var callNames: [String]
        /// Whether the call was running before the session joined it: it is left, not ended.
        public var wasJoined: Bool
        /// Whether it came as an offer.
        public var isOffer: Bool
        /// Raw ids as the service last listed them, sorted; nil until it did.
        public var participants: [String]?

        /// A call from its parts.
        public init(
            number: Int, opener: OperationID?, state: String, callConnectionID: String? = nil,
            callNames: [String] = [], wasJoined: Bool = false, isOffer: Bool = false, participants: [String]? = nil
        ) {
            self.number = number
            self.opener = opener
            self.state = state
            self.callConnectionID = callConnectionID
            self.callNames = callNames
            self.wasJoined = wasJoined
            self.isOffer = isOffer
            self.participants = participants
        }
    }

    /// Lines of a caller ID that the session has or waits for.
    public struct Line: Sendable, Equatable {
        /// The operation that calls.
        public var operation: OperationID
        /// The caller ID, E.164.
        public var number: String
        /// How many phones it calls.
        public var phones: Int
        /// False while it waits.
        public var isGranted: Bool

        /// A claim on lines.
        public init(operation: OperationID, number: String, phones: Int, isGranted: Bool) {
            self.operation = operation
            self.number = number
            self.phones = phones
            self.isGranted = isGranted
        }
    }

    /// When its next timer is due, in seconds since 1970; nil when none is set.
    public var due: Double?
    /// Its calls, by number.
    public var legs: [Leg]
    /// Its claims on lines.
    public var lines: [Line]
    /// Whether a request has been decided and its answer is not known, or something that was accepted is being heard: if
    /// the process ends now, the next one has to find out.
    public var isUnsure: Bool
    /// Whether its flow was stopped: nothing is replayed any more, only its calls are ended.
    public var isStopped: Bool
    /// The last number of the flow's operations, of the runtime's own, and of timers.
    public var numbers: Numbers
    /// The claim on the offer that began it, while the service may not make the same offer again.
    public var offerClaim: String?

    /// The last numbers that were given.
    public struct Numbers: Sendable, Equatable {
        /// Of the flow's operations.
        public var operation: Int
        /// Of the runtime's own.
        public var runtimeOperation: Int
        /// Of timers.
        public var timer: Int

        /// Three counters.
        public init(operation: Int = 0, runtimeOperation: Int = 0, timer: Int = 0) {
            self.operation = operation
            self.runtimeOperation = runtimeOperation
            self.timer = timer
        }
    }

    /// A head from its parts.
    public init(
        due: Double? = nil, legs: [Leg] = [], lines: [Line] = [], isUnsure: Bool = false, isStopped: Bool = false,
        numbers: Numbers = Numbers(), offerClaim: String? = nil
    ) {
        self.due = due
        self.legs = legs
        self.lines = lines
        self.isUnsure = isUnsure
        self.isStopped = isStopped
        self.numbers = numbers
        self.offerClaim = offerClaim
    }

    /// Whether a caller waits for the decision about an offer: such a session is taken up first.
    public var hasOffer: Bool { legs.contains { $0.state == "offered" || $0.state == "answering" } }
}

/// A session that has not ended, as a process finds it that takes it up.
public struct OpenSession: Sendable, Equatable {
    /// Its name.
    public var id: SessionID
    /// How it began.
    public var begin: BeginRecord
    /// When, in seconds since 1970.
    public var began: Double
    /// What must be known of it.
    public var head: SessionHead
    /// The number and the time of its last record.
    public var seq: Int
    /// See `seq`.
    public var at: Double
    /// Events that are durable and that it has not taken.
    public var unread: Int
    /// How often it was rebuilt since its last record.
    public var rebuilds: Int

    /// A session from its parts.
    public init(
        id: SessionID, begin: BeginRecord, began: Double, head: SessionHead, seq: Int, at: Double, unread: Int = 0,
        rebuilds: Int = 0
    ) {
        self.id = id
        self.begin = begin
        self.began = began
        self.head = head
        self.seq = seq
        self.at = at
        self.unread = unread
        self.rebuilds = rebuilds
    }
}
