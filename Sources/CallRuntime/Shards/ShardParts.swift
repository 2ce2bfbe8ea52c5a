import CallJournal
import CallModel
import FlowEngine
import Logging
import NIOConcurrencyHelpers

/// What the shards of a runtime share.
struct ShardParts: Sendable {
    var journal: any CallJournal
    var sender: any CallActionSender
    var web: any WebSender
    var files: any RecordingFileKeeper
    var clock: any RuntimeClock
    var random: any RandomSource
    var context: SessionContext
    let lines = OutboundLines()
    let door = SessionDoor()
    let trim = MemoryTrim()
    let suspects = SuspectTurn()
    /// How many shards share the bounds.
    var shardCount: Int
    /// A generation by its hash and that of its environment, loaded from the archive when it is not in use here.
    var generation: @Sendable (String, String) async throws -> FlowGeneration
    var settings: RuntimeSettings
    /// Where the store is read; nil leaves it to the system's threads.
    var readingExecutor: (any TaskExecutor)?
    var logger: Logger
}

extension Shard {
    /// Does what has to wait for the store. With an executor of its own a world of virtual time has everything on one
    /// thread, in an order that repeats.
    func aside(_ work: @escaping @Sendable () async -> Void) {
        Task(executorPreference: parts.readingExecutor) { await work() }
    }
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
