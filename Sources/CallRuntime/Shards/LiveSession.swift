import CallJournal
import CallModel
import FlowEngine

/// What a session has beside its head while it is in memory.
final class LiveSession {
    /// Exchanged when every replay is checked.
    var machine: SessionMachine
    /// Nil when it was stopped and runs no flow any more.
    let generation: FlowGeneration?
    /// When each timer that is set is due.
    var timers: [Int: Double] = [:]
    /// The claim on the offer that began it, until the offer is over: then the service may make the same offer again.
    var offerClaim: String?
    /// The ids of the events that it was given.
    var seenEvents: Set<String>
    /// Events whose records are not durable yet, with those who delivered them once more: they too learn of it only
    /// when it is safe.
    var unsafeEvents: [String: [@Sendable (DeliveryOutcome) -> Void]] = [:]
    /// Inputs that led to nothing while others were on their way into the journal: they are answered when those are safe.
    var behind: [InputReceipt] = []
    /// The input whose flow was paused; nothing else is taken before it is done.
    var underWay: InputReceipt?
    /// The memory of its world when it was last looked at, in bytes.
    var bytes = 0
    /// Counted up with each use on the shard.
    var used = 0
    /// How many inputs a replay has to take, from the last restart on.
    var replayCost = 0

    init(machine: SessionMachine, generation: FlowGeneration?, offerClaim: String?, seenEvents: Set<String>) {
        self.machine = machine
        self.generation = generation
        self.offerClaim = offerClaim
        self.seenEvents = seenEvents
    }

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

    /// An event could not be kept: whoever delivers it again delivers it for the first time.
    func isLost(_ event: String, _ outcome: DeliveryOutcome) {
        seenEvents.remove(event)
        for again in unsafeEvents.removeValue(forKey: event) ?? [] { again(outcome) }
    }

    /// All that was on its way is durable.
    func settleBehind() {
        let receipts = behind
        behind = []
        for receipt in receipts {
            isSafe(receipt.event)
            receipt.completion(.accepted)
        }
    }

    /// Tells all who wait for its events what became of them.
    func settleAll(_ outcome: DeliveryOutcome) {
        for receipt in behind { receipt.completion(outcome) }
        behind = []
        for again in unsafeEvents.values.joined() { again(outcome) }
        unsafeEvents = [:]
        underWay?.completion(outcome)
        underWay = nil
    }
}
