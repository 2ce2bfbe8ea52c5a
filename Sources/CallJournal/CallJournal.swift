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
    /// Seconds that claims are kept, whatever becomes of their session.
    public static let claimLife = 25.0 * 3_600

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
    /// The session's state after the last record; nil leaves what is there.
    public var head: SessionHead?
    /// Whether the session has got further by it: then its rebuilds are counted anew. That a process took it up is none.
    public var isProgress = true
    /// The session it belongs to.
    public var session: SessionID

    /// A transaction about one session.
    public init(
        session: SessionID, claims: [String] = [], releases: [String] = [], eventIDs: [String] = [],
        arrivals: [Arrival] = [], records: [JournalRecord] = [], head: SessionHead? = nil
    ) {
        self.session = session
        self.claims = claims
        self.releases = releases
        self.eventIDs = eventIDs
        self.arrivals = arrivals
        self.records = records
        self.head = head
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
    /// When it ended, in seconds since 1970; nil while it is open.
    public var ended: Double?

    /// A row of the list.
    public init(
        id: SessionID, flow: String, generation: String, began: Double, end: EndRecord?, ended: Double? = nil
    ) {
        self.id = id
        self.flow = flow
        self.generation = generation
        self.began = began
        self.end = end
        self.ended = ended
    }
}

/// What a process learns of the one before it.
public struct NodeStart: Sendable, Equatable {
    /// Counted up with every process that opens the store, from 1.
    public var epoch: Int
    /// When the last process was alive for the last time, in seconds since 1970; nil for the first.
    public var downSince: Double?
    /// Whether the last process ended in order.
    public var wasClean: Bool

    /// A start.
    public init(epoch: Int, downSince: Double?, wasClean: Bool) {
        self.epoch = epoch
        self.downSince = downSince
        self.wasClean = wasClean
    }
}

/// What happened, durably. One contract for every store.
///
/// - Writes of one session become durable in the order in which they were handed over, and complete in that order.
/// - `completion` is called once, on any thread; it may be called before `commit` returns.
/// - What may succeed later (a full disk, a stalled store) is tried again until it does, unless the store is closed; a
///   write that can never succeed is refused alone, whatever it shared a transaction with.
/// - An event record takes the arrival with its event's id out of those that wait.
public protocol CallJournal: GenerationArchive {
    /// Writes a transaction.
    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void)

    /// The records of a session in `seq` order; empty when it is not known.
    func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord]

    /// Events of a session that nobody has taken yet, in order of arrival.
    func arrivals(of session: SessionID) async throws(JournalFault) -> [Arrival]

    /// The newest sessions first.
    func sessions(limit: Int) async throws(JournalFault) -> [SessionSummary]

    /// The sessions that a query asks for, the newest first; none when `after` is not known.
    func sessions(matching query: SessionQuery) async throws(JournalFault) -> [SessionSummary]

    // MARK: - Taking up

    /// Notes that a process begins; once, before anything else.
    func start(at time: Double) async throws(JournalFault) -> NodeStart

    /// Notes that the process ends in order, and closes the store: what is committed before is durable, what comes
    /// later is refused.
    func finish(at time: Double) async throws(JournalFault)

    /// All sessions that have not ended, oldest first.
    func openSessions() async throws(JournalFault) -> [OpenSession]

    /// Counts that a session is about to be rebuilt, durably.
    /// - Returns: how often it was since it last got further, this time included.
    func countRebuild(of session: SessionID) async throws(JournalFault) -> Int

    /// A rebuilt session stands, and took what there was to take: nothing of it has killed the process.
    func forgetRebuilds(of session: SessionID) async throws(JournalFault)

    // MARK: - The store of flows

    /// Does what a session asks of the store. The change and its answer become durable together: a task that is asked
    /// again, by the same operation of the same session, changes nothing more and gets the answer of the first time. The
    /// records that led to it are durable before.
    func perform(_ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void)

    /// The value of an entry that is there at a time; nil when there is none.
    func stored(_ key: String, at time: Double) async throws(JournalFault) -> JSONValue?

    /// Removes entries whose time is up; a bounded number at a time.
    /// - Returns: how many were removed.
    func removeEntries(expiredBefore time: Double, limit: Int) async throws(JournalFault) -> Int

    // MARK: - Retention

    /// Removes sessions that ended before `time`, with their events and, where they are older than 25 hours, their
    /// claims; a bounded number at a time, so that commits are not held up.
    /// - Returns: how many were removed; 0 when there are no more.
    func removeSessions(endedBefore time: Double, limit: Int) async throws(JournalFault) -> Int

    /// Takes what is personal out of sessions that have ended, of records and of events that nobody took; a bounded number
    /// at a time, each session once. Open sessions are left as they are.
    /// - Returns: how many sessions were redacted; 0 when there are no more.
    func rewriteFinished(limit: Int, with redaction: FieldRedaction) async throws(JournalFault) -> Int
}
