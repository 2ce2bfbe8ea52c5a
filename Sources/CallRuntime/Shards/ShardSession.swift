import CallJournal
import CallModel
import FlowEngine

/// Who is to learn that an input is durable, and under which keys it is known.
struct InputReceipt: Sendable {
    /// Keys that nobody else may have.
    var claims: [String] = []
    /// The id of the event that it is.
    var event: String?
    var completion: @Sendable (DeliveryOutcome) -> Void = { _ in }
    /// In place of `completion`, for who wants to know which session has had the input.
    var knownTo: (@Sendable (SessionID) -> Void)?

    /// It is known: this session has had it.
    func isKnown(to session: SessionID) {
        if let knownTo { knownTo(session) } else { completion(.duplicate) }
    }
}

/// A session with what is under way for it.
final class ShardSession {
    let machine: SessionMachine
    let generation: FlowGeneration
    /// Slices whose records are not durable yet.
    var commits = 0
    /// When each timer that is set is due.
    var timers: [Int: Double] = [:]
    /// The claim on the offer that began it, until the offer is over: then the service may make the same offer again.
    var offerClaim: String?
    var seenEvents: Set<String>
    /// The calls it has legs in, by the service's id of the whole call, and by correlation id where it made them.
    var serverCallIDs: Set<String> = []
    /// Events whose records are not durable yet, with those who delivered them once more: they too learn of it only
    /// when it is safe.
    var unsafeEvents: [String: [@Sendable (DeliveryOutcome) -> Void]] = [:]
    /// The input whose flow was paused; nothing else is taken before it is done.
    var underWay: InputReceipt?
    /// What came in meanwhile, in order.
    var mailbox: [(input: SessionInput, time: Double?, receipt: InputReceipt)] = []

    init(machine: SessionMachine, generation: FlowGeneration, offerClaim: String?, firstEvent: String) {
        self.machine = machine
        self.generation = generation
        self.offerClaim = offerClaim
        seenEvents = [firstEvent]
        unsafeEvents = [firstEvent: []]
    }

    /// Whether its flow is in the middle of an input.
    var isBusy: Bool { underWay != nil }

    /// Inputs that were taken in and are not durable.
    var pendingInputs: Int { commits + mailbox.count + (isBusy ? 1 : 0) }

    /// Takes the claims that a slice gives back.
    func releases(of slice: SessionSlice) -> [String] {
        guard slice.releasesOffer, let offerClaim else { return [] }
        self.offerClaim = nil
        return [offerClaim]
    }

    /// An event is durable: those who delivered it again may know.
    func isSafe(_ event: String?) {
        guard let event, let others = unsafeEvents.removeValue(forKey: event) else { return }
        for again in others { again(.duplicate) }
    }

    /// Nothing more is taken: tells all who wait what became of their inputs.
    func settleAll(_ outcome: DeliveryOutcome) {
        for again in unsafeEvents.values.joined() { again(outcome) }
        unsafeEvents = [:]
        underWay?.completion(outcome)
        underWay = nil
        for waiting in mailbox { waiting.receipt.completion(outcome) }
        mailbox = []
    }
}
