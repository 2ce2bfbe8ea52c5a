import CallModel
import NIOConcurrencyHelpers
import Synchronization

/// A journal in memory: for `dev`, tests and benchmarks. What it holds ends with the process.
///
/// It keeps every open session whole, and the newest `finishedSessions` ones that ended.
public final class MemoryJournal: CallJournal {
    private struct Entry {
        var records: [JournalRecord] = []
        var arrivals: [Arrival] = []
        var eventIDs: Set<String> = []
        /// The order of beginning.
        var number = 0

        /// Appends a write, whole or not at all.
        mutating func take(_ write: JournalWrite, _ counter: borrowing Synchronization.Atomic<Int>) -> JournalOutcome {
            if number == 0 { number = counter.add(1, ordering: .relaxed).newValue }
            for id in write.eventIDs where eventIDs.contains(id) { return .duplicate(id, of: write.session) }
            let expected = (records.last?.seq ?? 0) + 1
            for (index, record) in write.records.enumerated() where record.seq != expected + index {
                return .failed(
                    JournalFault(
                        isPassing: false,
                        "record \(record.seq) of session \(write.session) came where \(expected + index) was due"))
            }
            eventIDs.formUnion(write.eventIDs)
            arrivals.append(contentsOf: write.arrivals)
            if !arrivals.isEmpty {
                for case .event(let taken) in write.records.map(\.body) {
                    arrivals.removeAll { $0.record.event.id == taken.event.id }
                }
            }
            records.append(contentsOf: write.records)
            return .durable
        }
    }

    private struct Stripe {
        var sessions: [SessionID: Entry] = [:]
        /// Ended sessions, oldest first, and how many of them were dropped from the front.
        var ended: [SessionID] = []
        var endedStart = 0
    }

    private struct Claims {
        var held: [String: (session: SessionID, at: Double)] = [:]
        /// By time, with those that were given back.
        var order: [(key: String, at: Double)] = []
        var start = 0
    }

    /// Claims are kept this long, in seconds.
    public static let claimLife = 25.0 * 3_600

    // Stripes by partition, so that shards seldom meet at a lock.
    private let stripes: [NIOLockedValueBox<Stripe>]
    private let claims = NIOLockedValueBox(Claims())
    private let counter = Synchronization.Atomic<Int>(0)
    private let finishedPerStripe: Int

    /// An empty journal.
    public init(finishedSessions: Int = 2_048) {
        stripes = (0..<16).map { _ in NIOLockedValueBox(Stripe()) }
        finishedPerStripe = max(1, finishedSessions / 16)
    }

    /// Writes a transaction.
    public func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) {
        completion(commit(write))
    }

    private func commit(_ write: JournalWrite) -> JournalOutcome {
        if !write.claims.isEmpty, let known = claim(write) { return known }
        let outcome = stripe(of: write.session).withLockedValue { stripe in
            // In place: taking an entry out and putting it back would hash its name three times.
            let outcome = stripe.sessions[write.session, default: Entry()].take(write, counter)
            if case .durable = outcome, case .end? = write.records.last?.body { retire(write.session, in: &stripe) }
            return outcome
        }
        // What is refused claims nothing, and gives nothing back.
        release(outcome == .durable ? write.releases : write.claims, of: write.session)
        return outcome
    }

    /// Takes all claims or none; says which one is known.
    private func claim(_ write: JournalWrite) -> JournalOutcome? {
        let now = write.records.first?.at ?? write.arrivals.first?.record.arrived ?? 0
        return claims.withLockedValue { claims in
            while claims.start < claims.order.count, claims.order[claims.start].at < now - Self.claimLife {
                let oldest = claims.order[claims.start]
                // A key that was given back may have been claimed anew.
                if claims.held[oldest.key]?.at == oldest.at { claims.held[oldest.key] = nil }
                claims.start += 1
            }
            if claims.start > 4_096, claims.start * 2 > claims.order.count {
                claims.order.removeFirst(claims.start)
                claims.start = 0
            }
            for key in write.claims {
                if let holder = claims.held[key] { return .duplicate(key, of: holder.session) }
            }
            for key in write.claims {
                claims.held[key] = (write.session, now)
                claims.order.append((key, now))
            }
            return nil
        }
    }

    /// Gives back the claims among `keys` that are the session's own.
    private func release(_ keys: [String], of session: SessionID) {
        guard !keys.isEmpty else { return }
        claims.withLockedValue { claims in
            for key in keys where claims.held[key]?.session == session { claims.held[key] = nil }
        }
    }

    /// Remembers that a session ended, and forgets the oldest one when there are too many.
    private func retire(_ session: SessionID, in stripe: inout Stripe) {
        stripe.ended.append(session)
        while stripe.ended.count - stripe.endedStart > finishedPerStripe {
            stripe.sessions[stripe.ended[stripe.endedStart]] = nil
            stripe.endedStart += 1
        }
        if stripe.endedStart > 1_024 {
            stripe.ended.removeFirst(stripe.endedStart)
            stripe.endedStart = 0
        }
    }

    /// The records of a session.
    public func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord] {
        stripe(of: session).withLockedValue { $0.sessions[session]?.records ?? [] }
    }

    /// Events that wait to be taken.
    public func arrivals(of session: SessionID) async throws(JournalFault) -> [Arrival] {
        stripe(of: session).withLockedValue { $0.sessions[session]?.arrivals ?? [] }
    }

    /// The newest sessions first.
    public func sessions(limit: Int) async throws(JournalFault) -> [SessionSummary] {
        var found: [(number: Int, summary: SessionSummary)] = []
        for stripe in stripes {
            stripe.withLockedValue { stripe in
                for (id, entry) in stripe.sessions {
                    guard let first = entry.records.first, case .begin(let begin) = first.body else { continue }
                    var end: EndRecord?
                    if case .end(let record)? = entry.records.last?.body { end = record }
                    found.append(
                        (
                            entry.number,
                            SessionSummary(
                                id: id, flow: begin.flow, generation: begin.generation, began: first.at, end: end)
                        ))
                }
            }
        }
        return found.sorted { $0.number > $1.number }.prefix(max(0, limit)).map(\.summary)
    }

    private func stripe(of session: SessionID) -> NIOLockedValueBox<Stripe> {
        stripes[Int(session.partition) % stripes.count]
    }
}
