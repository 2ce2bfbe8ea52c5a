import CallJournal
import CallModel
import Logging
import NIOConcurrencyHelpers

/// What the shards of a runtime share.
struct ShardParts: Sendable {
    var journal: any CallJournal
    var sender: any CallActionSender
    var clock: any RuntimeClock
    var random: any RandomSource
    var context: SessionContext
    let lines = OutboundLines()
    let door = SessionDoor()
    var settings: RuntimeSettings
    var logger: Logger
}

/// The bounds of a runtime.
public struct RuntimeSettings: Sendable {
    /// Sessions on one shard; above it new calls are answered `busy`.
    public var maxSessionsPerShard = 200_000
    /// Slices of one session whose records are not durable; above it callbacks are held.
    public var maxPendingCommits = 256
    /// Requests of one shard that have no answer yet, and their bytes; above either, webhooks are held, so that what comes
    /// in faster than it can leave does not pile up here. The client takes 2,048 a loop.
    public var maxUnansweredRequests = 2_000
    /// See `maxUnansweredRequests`.
    public var maxUnansweredBytes = 32 << 20
    /// Seconds; an older IncomingCall starts nothing.
    public var staleOffer = 120.0

    /// The defaults.
    public init() {}
}

/// Answers once, when the last of several parts has.
public final class Countdown: Sendable {
    private struct State {
        var left: Int
        var worst = DeliveryOutcome.duplicate
    }

    private let state: NIOLockedValueBox<State>
    private let completion: @Sendable (DeliveryOutcome) -> Void

    /// Answers after `count` parts.
    public init(_ count: Int, _ completion: @escaping @Sendable (DeliveryOutcome) -> Void) {
        state = NIOLockedValueBox(State(left: count))
        self.completion = completion
    }

    /// One part is done. A part that failed decides; duplicates count only when all were.
    public func one(_ outcome: DeliveryOutcome) {
        let done: DeliveryOutcome? = state.withLockedValue { state in
            switch outcome {
            case .duplicate: break
            case .accepted: if state.worst == .duplicate { state.worst = .accepted }
            default: state.worst = outcome
            }
            state.left -= 1
            return state.left == 0 ? state.worst : nil
        }
        if let done { completion(done) }
    }
}

/// A set that forgets its oldest members.
struct RecentSet<Member: Hashable> {
    private var members: Set<Member> = []
    private var order: [Member] = []
    private var next = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func contains(_ member: Member) -> Bool { members.contains(member) }

    mutating func insert(_ member: Member) {
        guard members.insert(member).inserted else { return }
        if order.count < limit {
            order.append(member)
        } else {
            members.remove(order[next])
            order[next] = member
            next = (next + 1) % limit
        }
    }
}
