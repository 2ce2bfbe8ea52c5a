/// The sources of a generation as the store keeps them: all that is needed to build it again.
public struct StoredGeneration: Sendable, Equatable {
    /// The hash that `begin` records name.
    public var id: String
    /// The number of all that replay sees of the binary that built it.
    public var level: Int
    /// Relative paths and sources of the flows.
    public var files: [String: [UInt8]]
    /// Names without `std.` and sources of the stdlib modules that came with the binary.
    public var stdlib: [String: [UInt8]]
    /// The hash of the environment that it was checked with.
    public var environment: String
    /// Seconds since 1970; when it was first stored.
    public var created: Double

    /// A generation from its parts.
    public init(
        id: String, level: Int, files: [String: [UInt8]], stdlib: [String: [UInt8]], environment: String,
        created: Double
    ) {
        self.id = id
        self.level = level
        self.files = files
        self.stdlib = stdlib
        self.environment = environment
        self.created = created
    }
}

/// What sessions were begun with, kept as long as a journal names it; and small settings that outlive the process.
///
/// All of it is idempotent, and durable when it returns.
public protocol GenerationArchive: Sendable {
    /// Keeps a generation; one that is there stays as it is.
    func keep(_ generation: StoredGeneration) async throws(JournalFault)

    /// A kept generation; nil when it is not known.
    func generation(_ id: String) async throws(JournalFault) -> StoredGeneration?

    /// The kept generations without their sources, newest first, and how many open sessions run on each.
    func generations() async throws(JournalFault) -> [GenerationRow]

    /// Keeps an environment's text under its hash.
    func keep(environment: [UInt8], hash: String) async throws(JournalFault)

    /// A kept environment; nil when it is not known.
    func environment(_ hash: String) async throws(JournalFault) -> [UInt8]?

    /// Forgets generations and environments that no journal names, but those in `keeping` (by id and by hash).
    /// - Returns: how many generations were forgotten.
    func collectGenerations(keeping: Set<String>) async throws(JournalFault) -> Int

    /// A small setting of the runtime's own, such as its callback key; nil when it was never set.
    func setting(_ name: String) async throws(JournalFault) -> [UInt8]?

    /// Sets it.
    func set(_ name: String, to value: [UInt8]) async throws(JournalFault)
}

/// A kept generation, for lists.
public struct GenerationRow: Sendable, Equatable {
    /// Its hash.
    public var id: String
    /// The level of the binary that built it.
    public var level: Int
    /// Seconds since 1970.
    public var created: Double
    /// Sessions that run on it and have not ended.
    public var openSessions: Int
    /// Journals that name it, open or ended.
    public var sessions: Int

    /// A row of the list.
    public init(id: String, level: Int, created: Double, openSessions: Int, sessions: Int) {
        self.id = id
        self.level = level
        self.created = created
        self.openSessions = openSessions
        self.sessions = sessions
    }
}
