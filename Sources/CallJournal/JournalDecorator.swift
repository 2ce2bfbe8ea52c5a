import CallModel

/// A journal that does some things otherwise than the one behind it: it holds back, counts, or refuses. What it does not
/// implement goes on as it is.
public protocol JournalDecorator: CallJournal {
    /// The journal behind it.
    var inner: any CallJournal { get }
}

extension JournalDecorator {
    /// Goes on to the journal behind.
    public func commit(
        _ write: JournalWrite, on shard: ShardIndex, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) { inner.commit(write, on: shard, completion: completion) }

    /// Goes on to the journal behind.
    public func records(of session: SessionID) async throws(JournalFault) -> [JournalRecord] {
        try await inner.records(of: session)
    }

    /// Goes on to the journal behind.
    public func arrivals(of session: SessionID) async throws(JournalFault) -> [Arrival] {
        try await inner.arrivals(of: session)
    }

    /// Goes on to the journal behind.
    public func sessions(limit: Int) async throws(JournalFault) -> [SessionSummary] {
        try await inner.sessions(limit: limit)
    }

    /// Goes on to the journal behind.
    public func start(at time: Double) async throws(JournalFault) -> NodeStart { try await inner.start(at: time) }

    /// Goes on to the journal behind.
    public func finish(at time: Double) async throws(JournalFault) { try await inner.finish(at: time) }

    /// Goes on to the journal behind.
    public func openSessions() async throws(JournalFault) -> [OpenSession] { try await inner.openSessions() }

    /// Goes on to the journal behind.
    public func countRebuild(of session: SessionID) async throws(JournalFault) -> Int {
        try await inner.countRebuild(of: session)
    }

    /// Goes on to the journal behind.
    public func forgetRebuilds(of session: SessionID) async throws(JournalFault) {
        try await inner.forgetRebuilds(of: session)
    }

    /// Goes on to the journal behind.
    public func removeSessions(endedBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        try await inner.removeSessions(endedBefore: time, limit: limit)
    }

    /// Goes on to the journal behind.
    public func perform(_ task: StoreTask, completion: @escaping @Sendable (Result<SendResult, JournalFault>) -> Void) {
        inner.perform(task, completion: completion)
    }

    /// Goes on to the journal behind.
    public func stored(_ key: String, at time: Double) async throws(JournalFault) -> JSONValue? {
        try await inner.stored(key, at: time)
    }

    /// Goes on to the journal behind.
    public func removeEntries(expiredBefore time: Double, limit: Int) async throws(JournalFault) -> Int {
        try await inner.removeEntries(expiredBefore: time, limit: limit)
    }

    /// Goes on to the journal behind.
    public func sessions(matching query: SessionQuery) async throws(JournalFault) -> [SessionSummary] {
        try await inner.sessions(matching: query)
    }

    /// Goes on to the journal behind.
    public func rewriteFinished(limit: Int, with redaction: FieldRedaction) async throws(JournalFault) -> Int {
        try await inner.rewriteFinished(limit: limit, with: redaction)
    }

    /// Goes on to the journal behind.
    public func keep(_ generation: StoredGeneration) async throws(JournalFault) { try await inner.keep(generation) }

    /// Goes on to the journal behind.
    public func generation(_ id: String) async throws(JournalFault) -> StoredGeneration? {
        try await inner.generation(id)
    }

    /// Goes on to the journal behind.
    public func generations() async throws(JournalFault) -> [GenerationRow] { try await inner.generations() }

    /// Goes on to the journal behind.
    public func keep(environment: [UInt8], hash: String) async throws(JournalFault) {
        try await inner.keep(environment: environment, hash: hash)
    }

    /// Goes on to the journal behind.
    public func environment(_ hash: String) async throws(JournalFault) -> [UInt8]? {
        try await inner.environment(hash)
    }

    /// Goes on to the journal behind.
    public func collectGenerations(keeping: Set<String>) async throws(JournalFault) -> Int {
        try await inner.collectGenerations(keeping: keeping)
    }

    /// Goes on to the journal behind.
    public func setting(_ name: String) async throws(JournalFault) -> [UInt8]? { try await inner.setting(name) }

    /// Goes on to the journal behind.
    public func set(_ name: String, to value: [UInt8]) async throws(JournalFault) {
        try await inner.set(name, to: value)
    }
}
