import CallJournal
import CallModel
import FlowEngine

/// What a shard knows of the process before this one.
struct ShardStart: Sendable {
    /// Of this process.
    var epoch: Int
    /// When the last one was alive for the last time.
    var downSince: Double?
    /// Until then no event reaches a flow before it is durable.
    var cautiousUntil: Double
}

/// Why a session is looked after at a start; what is more urgent stands first.
enum TakingUp: Int, Comparable, CaseIterable, Sendable {
    /// A caller waits for the decision about an offer.
    case offer
    /// Events have arrived that nobody has taken.
    case unread
    /// Nobody knows what became of a request, or a stopped session's calls are not ended.
    case unsure
    /// A timer is due.
    case due
    /// Nothing: it waits for its next event.
    case rest

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    init(_ session: OpenSession, at now: Double) {
        if session.head.hasOffer {
            self = .offer
        } else if session.unread > 0 {
            self = .unread
        } else if session.head.isUnsure || session.head.isStopped {
            self = .unsure
        } else if let due = session.head.due, due <= now {
            self = .due
        } else {
            self = .rest
        }
    }
}

/// How a shard takes up the sessions of an earlier process.
extension Shard {
    /// Registers sessions without reading a journal; those whose timers are due later wake when they are.
    func adopt(_ found: [(session: OpenSession, why: TakingUp)], _ start: ShardStart) {
        self.start = start
        let now = parts.clock.now()
        for (open, why) in found where sessions[open.id] == nil {
            let session = ShardSession(open, origins.join(open.begin), at: now)
            sessions[open.id] = session
            for call in open.head.legs.flatMap(\.callNames) { join(call, session) }
            if why == .rest { turnPassive(session) }
            watchForSilence(of: session)
        }
    }

    /// Rebuilds, in the given order and behind what is urgent; then asks the service about the calls of all sessions. Not
    /// before the grace is over: what the service tries to deliver again says more than an answer, and comes first.
    func takeUp(_ found: [(session: OpenSession, why: TakingUp)]) {
        for (open, why) in found where why != .rest {
            if let session = sessions[open.id] { wake(session, isUrgent: why == .offer) }
        }
        guard parts.settings.asksPerSecond > 0 else { return }
        let ids = found.map(\.session.id)
        guard parts.settings.grace > 0 else { return askAbout(ids) }
        _ = parts.clock.schedule(at: parts.clock.now() + parts.settings.grace, on: loop) {
            self.hop { $0.askAbout(ids) }
        }
    }

    private func askAbout(_ ids: [SessionID]) {
        for id in ids {
            if let session = sessions[id] { ask(about: session) }
        }
    }
}
