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
        var head = SessionHead()
        var rebuilds = 0
        /// What changes of the store answered.
        var answers: [OperationID: SendResult] = [:]
        var isRedacted = false

        /// As a process finds it; nil when it has ended.
        func open(_ id: SessionID) -> OpenSession? {
            guard let first = records.first, case .begin(let begin) = first.body, let last = records.last else {
                return nil
            }
            if case .end = last.body { return nil }
            return OpenSession(
                id: id, begin: begin, began: first.at, head: head, seq: last.seq, at: last.at,
                unread: arrivals.count, rebuilds: rebuilds)
        }

        mutating func redact(with redaction: FieldRedaction) {
            records = records.map { redaction.redacted($0) }
            arrivals = arrivals.map {
                Arrival(session: $0.session, record: redaction.redacted($0.record, of: $0.session))
            }
            head = SessionHead()
            isRedacted = true
        }

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
            if let head = write.head { self.head = head }
            if !write.records.isEmpty, write.isProgress { rebuilds = 0 }
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

    // Stripes by partition, so that shards seldom meet at a lock.
    private let stripes: [NIOLockedValueBox<Stripe>]
    private let claims = NIOLockedValueBox(Claims())
    private let counter = Synchronization.Atomic<Int>(0)
    private let finishedPerStripe: Int
    private let archive = NIOLockedValueBox(Archive())
    private let isFinished = Synchronization.Atomic<Bool>(false)
    private let entries = NIOLockedValueBox<[String: StoreEntry]>([:])

    private struct Archive {
        var epoch = 0
        var generations: [String: StoredGeneration] = [:]
        var environments: [String: [UInt8]] = [:]
        var settings: [String: [UInt8]] = [:]
    }

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
        if isFinished.load(ordering: .relaxed) { return .failed(JournalFault(isPassing: true, "the store is closed")) }
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
            while claims.start < claims.order.count, claims.order[claims.start].at < now - JournalWrite.claimLife {
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
                    var ended: Double?
                    if let last = entry.records.last, case .end(let record) = last.body {
                        (end, ended) = (record, last.at)
                    }
                    found.append(
                        (
                            entry.number,
                            SessionSummary(
                                id: id, flow: begin.flow, generation: begin.generation, began: first.at, end: end,
                                ended: ended)
                        ))
                }
            }
        }
        return found.sorted { $0.number > $1.number }.prefix(max(0, limit)).map(\.summary)
    }

    // MARK: - Taking up

    /// The first start; what an earlier process had is gone with it.
    public func start(at time: Double) async throws(JournalFault) -> NodeStart {
        let epoch = archive.withLockedValue { archive in
            archive.epoch += 1
            return archive.epoch
        }
        return NodeStart(epoch: epoch, downSince: nil, wasClean: true)
    }

    /// Nothing more is taken.
    public func finish(at time: Double) async throws(JournalFault) { isFinished.store(true, ordering: .relaxed) }

    /// The open sessions, oldest first.
    public func openSessions() async throws(JournalFault) -> [OpenSession] {
        var found: [(number: Int, session: OpenSession)] = []
        for stripe in stripes {
            stripe.withLockedValue { stripe in
                for (id, entry) in stripe.sessions {
                    if let open = entry.open(id) { found.append((entry.number, open)) }
                }
            }
        }
        return found.sorted { $0.number < $1.number }.map(\.session)
    }

    /// Counts a rebuild.
    public func countRebuild(of session: SessionID) async throws(JournalFault) -> Int {
        stripe(of: session).withLockedValue { stripe in
            stripe.sessions[session]?.rebuilds += 1
            return stripe.sessions[session]?.rebuilds ?? 0
        }
    }

    /// Counts anew.
    public func forgetRebuilds(of session: SessionID) async throws(JournalFault) {
        stripe(of: session).withLockedValue { $0.sessions[session]?.rebuilds = 0 }
    }

    /// Removes ended sessions, the oldest first.
    public func removeSessions(endedBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        var removed = 0
        for stripe in stripes where removed < limit {
            stripe.withLockedValue { stripe in
                for id in stripe.ended[stripe.endedStart...] {
                    guard removed < limit else { return }
                    guard let last = stripe.sessions[id]?.records.last, last.at < time else { continue }
                    stripe.sessions[id] = nil
                    removed += 1
                }
            }
        }
        return removed
    }

    /// Redacts ended sessions.
    public func rewriteFinished(limit: Int, with redaction: FieldRedaction) async throws(JournalFault) -> Int {
        var redacted = 0
        for stripe in stripes where redacted < limit {
            stripe.withLockedValue { stripe in
                for id in stripe.ended[stripe.endedStart...] {
                    guard redacted < limit else { return }
                    guard stripe.sessions[id]?.isRedacted == false else { continue }
                    stripe.sessions[id]?.redact(with: redaction)
                    redacted += 1
                }
            }
        }
        return redacted
    }

    private func stripe(of session: SessionID) -> NIOLockedValueBox<Stripe> {
        stripes[Int(session.partition) % stripes.count]
    }
}

extension MemoryJournal {
    /// Keeps a generation.
    public func keep(_ generation: StoredGeneration) async throws(JournalFault) {
        archive.withLockedValue { archive in
            if archive.generations[generation.id] == nil { archive.generations[generation.id] = generation }
        }
    }

    /// A kept generation.
    public func generation(_ id: String) async throws(JournalFault) -> StoredGeneration? {
        archive.withLockedValue { $0.generations[id] }
    }

    /// The kept generations, newest first.
    public func generations() async throws(JournalFault) -> [GenerationRow] {
        let used = use()
        return archive.withLockedValue { archive in
            archive.generations.values.sorted { ($0.created, $0.id) > ($1.created, $1.id) }.map { kept in
                GenerationRow(
                    id: kept.id, level: kept.level, created: kept.created,
                    openSessions: used.open[kept.id] ?? 0, sessions: used.all[kept.id] ?? 0)
            }
        }
    }

    /// Keeps an environment.
    public func keep(environment: [UInt8], hash: String) async throws(JournalFault) {
        archive.withLockedValue { $0.environments[hash] = environment }
    }

    /// A kept environment.
    public func environment(_ hash: String) async throws(JournalFault) -> [UInt8]? {
        archive.withLockedValue { $0.environments[hash] }
    }

    /// Forgets what no journal names.
    public func collectGenerations(keeping: Set<String>) async throws(JournalFault) -> Int {
        let used = use()
        return archive.withLockedValue { archive in
            let unused = archive.generations.keys.filter { !keeping.contains($0) && used.all[$0] == nil }
            for id in unused { archive.generations[id] = nil }
            let named = Set(archive.generations.values.map(\.environment)).union(used.environments).union(keeping)
            archive.environments = archive.environments.filter { named.contains($0.key) }
            return unused.count
        }
    }

    /// A setting.
    public func setting(_ name: String) async throws(JournalFault) -> [UInt8]? {
        archive.withLockedValue { $0.settings[name] }
    }

    /// Sets it.
    public func set(_ name: String, to value: [UInt8]) async throws(JournalFault) {
        archive.withLockedValue { $0.settings[name] = value }
    }

    /// Which generations and environments the journals name, and how often.
    private func use() -> (open: [String: Int], all: [String: Int], environments: Set<String>) {
        var (open, all, environments) = ([String: Int](), [String: Int](), Set<String>())
        for stripe in stripes {
            stripe.withLockedValue { stripe in
                for (id, entry) in stripe.sessions {
                    guard case .begin(let begin)? = entry.records.first?.body else { continue }
                    all[begin.generation, default: 0] += 1
                    environments.insert(begin.environment)
                    if entry.open(id) != nil { open[begin.generation, default: 0] += 1 }
                }
            }
        }
        return (open, all, environments)
    }
}

/// The store of flows.
extension MemoryJournal {
    /// Does what a session asks, and keeps the answer.
    public func perform(
        _ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void
    ) {
        completion(perform(task))
    }

    private func perform(_ task: StoreTask) -> Result<SendResult, JournalFault> {
        if isFinished.load(ordering: .relaxed) { return .failure(JournalFault(isPassing: true, "the store is closed")) }
        return entries.withLockedValue { entries in
            stripe(of: task.session).withLockedValue { stripe in
                guard let session = stripe.sessions[task.session] else {
                    return .failure(
                        JournalFault(
                            isPassing: false, "there is no session \(task.session) that could use the store"))
                }
                if let known = session.answers[task.operation] { return .success(known) }
                let effect = StoreEffect(of: task.request, on: entries[task.request.key], at: task.at)
                switch effect.change {
                case .nothing: break
                case .keep(let entry): entries[task.request.key] = entry
                case .remove: entries[task.request.key] = nil
                }
                if task.request.changesSomething {
                    stripe.sessions[task.session]?.answers[task.operation] = effect.answer
                }
                return .success(effect.answer)
            }
        }
    }

    /// The value of an entry that is there at a time.
    public func stored(_ key: String, at time: Double) async throws(JournalFault) -> JSONValue? {
        entry(key, at: time)
    }

    /// The same at once.
    package func entry(_ key: String, at time: Double) -> JSONValue? {
        entries.withLockedValue { $0[key] }.flatMap { $0.isThere(at: time) ? $0.value : nil }
    }

    /// Sets an entry that no session has set: what tests begin with.
    package func preset(_ key: String, to value: JSONValue) {
        entries.withLockedValue { $0[key] = StoreEntry(value) }
    }

    /// Removes entries whose time is up.
    public func removeEntries(expiredBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        entries.withLockedValue { entries in
            let gone = entries.filter { !$0.value.isThere(at: time) }.keys.prefix(limit)
            for key in gone { entries[key] = nil }
            return gone.count
        }
    }
}
