import CallJournal
import CallModel
import FlowEngine

/// A session as its shard knows it. Without a world it is little more than its head, so that a shard can hold a hundred
/// thousand that wait.
final class ShardSession {
    enum State {
        /// Only its head is in memory; any input rebuilds it.
        case passive
        /// Its journal is being read or replayed; inputs wait.
        case rebuilding
        /// Its machine stands, and the record that a process took it up is not durable; inputs wait.
        case resuming
        /// Its machine takes inputs.
        case live
    }

    let id: SessionID
    let origin: SessionOrigin
    var state: State
    /// The state after the last durable record.
    var head = SessionHead()
    /// Number and time of the last durable record.
    var seq = 0
    /// See `seq`.
    var at = 0.0
    /// Nil while it is passive.
    var live: LiveSession?
    /// Counts the worlds that were dropped because a write was refused: what an older one still has under way is void.
    var life: Int32 = 0
    /// Slices whose records are not durable yet.
    var commits: Int32 = 0
    /// How often it was rebuilt and got no further, as far as is known here.
    var rebuilds: Int32 = 0
    /// What was asked of the service or of the own process, and not answered.
    var unanswered: Int32 = 0
    /// Whether a process before this one had it: taking it up is the first that its next machine hears.
    var needsResume = false
    /// Whether the journal may have events that it has not taken and that nobody here holds.
    var mayHaveUnread = false
    /// Whether a look at the journal failed, and a timer will try again.
    var isRetrying = false
    /// Why it is to be stopped as soon as nothing of it is under way; kept until the stop is durable.
    var stopReport: String?
    /// When the service was last heard of in it, in seconds since 1970.
    var heard: Double
    /// Events that are being kept before they are taken.
    var keeping: Set<String> = []
    /// The calls it has legs in, by the service's id of the whole call, and by correlation id where it made them.
    var calls: [String] = []
    /// The last record up to which a replay was compared with what stands in memory.
    var checkedSeq = 0
    /// How many inputs of refused writes stand in front of the mailbox.
    var refusedInputs = 0
    /// What its streams told and its flow has not been given, by the operation that opened the leg.
    var streams: [OperationID: StreamBatch] = [:]
    /// What waits, in order.
    var mailbox: [WaitingInput] = []

    /// A session that begins.
    init(_ id: SessionID, _ origin: SessionOrigin, live: LiveSession, at time: Double) {
        self.id = id
        self.origin = origin
        self.live = live
        heard = time
        state = .live
    }

    /// A session that an earlier process left.
    init(_ session: OpenSession, _ origin: SessionOrigin, at time: Double) {
        id = session.id
        self.origin = origin
        head = session.head
        seq = session.seq
        at = session.at
        heard = time
        state = .passive
        needsResume = true
        mayHaveUnread = session.unread > 0
        rebuilds = Int32(clamping: session.rebuilds)
    }

    /// Whether its flow is in the middle of an input.
    var isBusy: Bool { live?.underWay != nil }

    /// Whether its first records are durable.
    var hasBegun: Bool { seq > 0 }

    /// Inputs that were taken in and are not durable.
    var pendingInputs: Int { Int(commits) + keeping.count + mailbox.count + (isBusy ? 1 : 0) }

    /// Whether nothing is under way for it, so that its world may go.
    var isQuiet: Bool {
        state == .live && pendingInputs == 0 && unanswered == 0 && !head.isStopped && stopReport == nil && hasBegun
    }

    /// The flow that it runs.
    var flow: String { origin.key.flow }

    /// How it stands in the journal, for a machine that is made from its head.
    func open(_ begin: BeginRecord?) -> OpenSession {
        let begin =
            begin
            ?? BeginRecord(
                intakeKey: "", cause: .launch, flow: flow, generation: origin.key.generation, level: origin.key.level,
                luaRelease: "", environment: origin.key.environment, seed: 0)
        return OpenSession(id: id, begin: begin, began: at, head: head, seq: seq, at: at)
    }

    /// Nothing more is taken: tells all who wait what became of their inputs.
    func settleAll(_ outcome: DeliveryOutcome) {
        live?.settleAll(outcome)
        for waiting in mailbox { waiting.receipt.completion(outcome) }
        mailbox = []
    }
}
