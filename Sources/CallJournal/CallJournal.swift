import CallModel

/// An event that arrived for a session and has no place in its order yet.
public struct Arrival: Sendable, Equatable {
    /// The session it belongs to.
    public var session: SessionID
    /// The record.
    public var record: EventRecord

    /// An arrival for `session`.
    public init(session: SessionID, record: EventRecord) {
        self.session = session
        self.record = record
    }
}

/// What becomes durable together: all of it or nothing.
public struct JournalWrite: Sendable {
    /// Keys that must be new (an incoming call, a launch); kept 25 hours, with the session that has them.
    public var claims: [String]
    /// Claims of `session` that it gives back: from now on they are new. What another session holds stays its own.
    public var releases: [String]
    /// Event ids of `session` that must be new; kept as long as the session.
    public var eventIDs: [String]
    /// Events that wait to be taken.
    public var arrivals: [Arrival]
    /// In `seq` order.
    public var records: [JournalRecord]
    /// The session it belongs to.
    public var session: SessionID

    /// A transaction about one session.
    public init(
        session: SessionID, claims: [String] = [], releases: [String] = [], eventIDs: [String] = [],
        arrivals: [Arrival] = [], records: [JournalRecord] = []
    ) {
        self.session = session
        self.claims = claims
        self.releases = releases
        self.eventIDs = eventIDs
        self.arrivals = arrivals
        self.records = records
    }
}

/// What became of a transaction.
public enum JournalOutcome: Sendable, Equatable {
    case durable
    /// Nothing was written: this claim or event id is known, and this session has it.
    case duplicate(String, of: SessionID)
    /// Nothing was written.
    case failed(JournalFault)
}

/// Why a store refused.
public struct JournalFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Whether the same write may succeed later.
    public var isPassing: Bool
    /// A sentence for a person.
    public var description: String

    /// A refusal.
    public init(isPassing: Bool, _ description: String) {
        self.isPassing = isPassing
        self.description = description
    }
}

/// A session as the list of sessions shows it.
public struct SessionSummary: Sendable, Equatable {
    /// Its name.
    public var id: SessionID
    /// The flow that runs.
    public var flow: String
    /// The hash of its generation.
    public var generation: String
    /// Seconds since 1970.
    public var began: Double
    /// How it ended; nil while it is open.
    public var end: EndRecord?

    /// A row of the list.
    public init(id: SessionID, flow: String, generation: String, began: Double, end: EndRecord?) {
        self.id = id
        self.flow = flow
        self.generation = generation
        self.began = began
        self.end = end
    }
}

/// What happened, durably. One contract for every store.
///
/// - Writes of one session become durable in the order in which they were handed over, and complete in that order.
/// - `completion` is called once, on the thread of the shard that the caller names; it may be called before `commit`
///   returns.
public protocol CallJournal: Sendable {
    /// Writes a transaction.
    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void)

    /// The records of a session in `seq` order; empty when it is not known.
    func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord]

    /// Events of a session that nobody has taken yet, in order of arrival.
    func arrivals(of session: SessionID) async throws(JournalFault) -> [Arrival]

    /// The newest sessions first.
    func sessions(limit: Int) async throws(JournalFault) -> [SessionSummary]
}
