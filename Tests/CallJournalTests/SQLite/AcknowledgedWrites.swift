import CallJournal
import CallModel
import NIOConcurrencyHelpers

/// A journal that remembers what the one behind it has said to be durable, so that a test can look for it after a loss of
/// power.
final class AcknowledgedWrites: JournalDecorator {
    let inner: any CallJournal
    private let state = NIOLockedValueBox(State())

    private struct State {
        var records: [SessionID: [JournalRecord]] = [:]
        var heads: [SessionID: SessionHead] = [:]
        var arrivals: [SessionID: [String]] = [:]
        var taken: [SessionID: Set<String>] = [:]
        var eventIDs: [SessionID: [String]] = [:]
        var claims: [String: SessionID] = [:]
        var settings: [String: [UInt8]] = [:]
    }

    init(_ inner: any CallJournal) { self.inner = inner }

    /// How many records were acknowledged.
    var count: Int { state.withLockedValue { $0.records.values.reduce(0) { $0 + $1.count } } }

    func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        inner.commit(write, on: shard) { outcome in
            if outcome == .durable { self.note(write) }
            completion(outcome)
        }
    }

    private func note(_ write: JournalWrite) {
        let session = write.session
        state.withLockedValue { state in
            state.records[session, default: []] += write.records
            if let head = write.head, !write.records.isEmpty { state.heads[session] = head }
            state.arrivals[session, default: []] += write.arrivals.map(\.record.event.id)
            for case .event(let event) in write.records.map(\.body) {
                state.taken[session, default: []].insert(event.event.id)
            }
            state.eventIDs[session, default: []] += write.eventIDs
            for key in write.claims { state.claims[key] = session }
            for key in write.releases where state.claims[key] == session { state.claims[key] = nil }
        }
    }

    func set(_ name: String, to value: [UInt8]) async throws(JournalFault) {
        try await inner.set(name, to: value)
        state.withLockedValue { $0.settings[name] = value }
    }

    func removeSessions(endedBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        // What may be removed is not looked for.
        state.withLockedValue { state in
            for (session, records) in state.records {
                if case .end? = records.last?.body, let at = records.last?.at, at < time {
                    state.records[session] = nil
                    state.heads[session] = nil
                    state.arrivals[session] = nil
                    state.eventIDs[session] = nil
                }
            }
        }
        return try await inner.removeSessions(endedBefore: time, limit: limit)
    }

    /// What `journal` does not have of what was acknowledged, in words; empty when nothing is missing.
    func losses(in journal: any CallJournal) async throws -> [String] {
        let state = state.withLockedValue { $0 }
        var losses: [String] = []
        for (session, records) in state.records {
            let found = try await journal.records(of: session)
            if Array(found.prefix(records.count)) != records {
                losses.append("session \(session) has \(found.count) of \(records.count) records")
            }
            let waiting = try await journal.arrivals(of: session).map(\.record.event.id)
            let taken = Set(found.compactMap { if case .event(let event) = $0.body { event.event.id } else { nil } })
            for id in state.arrivals[session] ?? [] where !waiting.contains(id) && !taken.contains(id) {
                losses.append("event \(id) of session \(session) is gone")
            }
        }
        for (name, value) in state.settings where try await journal.setting(name) != value {
            losses.append("setting \(name) is gone")
        }
        return losses + (await forgotten(state, journal))
    }

    /// Ids and claims that are new to `journal`, though they were acknowledged. Asking is writing: it comes last.
    private func forgotten(_ state: State, _ journal: any CallJournal) async -> [String] {
        var losses: [String] = []
        for (session, ids) in state.eventIDs {
            for id in ids {
                let outcome = await ask(JournalWrite(session: session, eventIDs: [id]), journal)
                if outcome != .duplicate(id, of: session) { losses.append("event id \(id) of \(session) is forgotten") }
            }
        }
        for (key, session) in state.claims {
            // Asked by somebody who has no time: claims are held against the time of what is written.
            let outcome = await ask(
                JournalWrite(session: SessionID(partition: 255, random: (9, 9)), claims: [key]), journal)
            if outcome != .duplicate(key, of: session) { losses.append("claim \(key) of \(session) is forgotten") }
        }
        return losses
    }

    private func ask(_ write: JournalWrite, _ journal: any CallJournal) async -> JournalOutcome {
        await withCheckedContinuation { waiting in
            journal.commit(write, on: 0) { waiting.resume(returning: $0) }
        }
    }
}
