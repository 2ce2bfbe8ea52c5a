import CallJournal
import CallModel
import FlowEngine

/// What a process found when it took up the work of the one before it.
public struct RecoveryReport: Sendable, Equatable {
    /// Counted up with every process that opens the store, from 1.
    public var epoch: Int
    /// Whether the last process ended in order.
    public var wasClean: Bool
    /// When it was alive for the last time, in seconds since 1970; nil for the first process.
    public var downSince: Double?
    /// Sessions that have not ended.
    public var sessions = 0
    /// Of these, sessions with an offer that nobody has decided about.
    public var offers = 0
    /// Those with events that nobody has taken.
    public var unread = 0
    /// Those with requests of which nobody knows what became, or that were stopped with calls still up.
    public var unsure = 0
    /// Those with a timer that is due.
    public var due = 0
}

extension CallRuntime {
    /// Takes up the sessions of the process before this one; once, after the flows are loaded and before anything is
    /// delivered. When it returns, all of them stand ready to act; those that have something to do are rebuilt from then
    /// on, beside new calls: open offers first, then events that nobody has taken, then requests whose outcome nobody
    /// knows, then timers that are due. The rest stays out of memory until its next event.
    /// - Throws: `JournalFault` when the store cannot be read.
    @discardableResult
    public func recover() async throws -> RecoveryReport {
        let now = parts.clock.now()
        let start = try await journal.start(at: now)
        CrashPoint.reached(.recoveryBegun)
        let open = try await journal.openSessions()
        CrashPoint.reached(.recoveryRead)
        var report = RecoveryReport(
            epoch: start.epoch, wasClean: start.wasClean, downSince: start.downSince, sessions: open.count)
        var found: [[(session: OpenSession, why: TakingUp)]] = Array(repeating: [], count: shards.count)
        for (number, session) in open.enumerated() {
            if PlantedFault.forgottenSession.isPlanted, number % 5 == 0 { continue }
            let why = TakingUp(session, at: now)
            switch why {
            case .offer: report.offers += 1
            case .unread: report.unread += 1
            case .unsure: report.unsure += 1
            case .due: report.due += 1
            case .rest: break
            }
            found[shard(of: session.id).index].append((session, why))
        }
        let shardStart = ShardStart(
            epoch: start.epoch, downSince: start.downSince,
            cautiousUntil: start.wasClean ? 0 : now + parts.settings.cautiousTime)
        for shard in shards {
            // Oldest first among those that are as urgent.
            found[shard.index] = found[shard.index].enumerated()
                .sorted { ($0.element.why, $0.offset) < ($1.element.why, $1.offset) }
                .map(\.element)
            await shard.adopt(found[shard.index], shardStart)
        }
        restoreLines(open)
        CrashPoint.reached(.recoveryDone)
        for shard in shards {
            let mine = found[shard.index]
            shard.later { $0.takeUp(mine) }
        }
        return report
    }

    /// Who has lines keeps them, then who waited waits again.
    private func restoreLines(_ open: [OpenSession]) {
        let limit = generations.current?.environment.outboundCallsPerNumber ?? FlowEnvironment().outboundCallsPerNumber
        let lines = open.flatMap { session in session.head.lines.map { (session.id, $0) } }
        for (id, line) in lines where line.isGranted {
            parts.lines.restore(
                line.number, phones: line.phones, limit: limit,
                OutboundLines.Claim(session: id, operation: line.operation))
        }
        for (id, line) in lines where !line.isGranted {
            let shard = shard(of: id)
            let claim = OutboundLines.Claim(session: id, operation: line.operation)
            parts.lines.take(line.number, phones: line.phones, limit: limit, claim) {
                shard.later { $0.lineGranted(line.operation, to: id) }
            }
        }
    }
}
