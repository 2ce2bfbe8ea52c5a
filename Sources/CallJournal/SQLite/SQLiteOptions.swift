/// What tests set otherwise than people can.
struct SQLiteOptions: Sendable {
    /// Whether a transaction is on the disk before it counts.
    var isSynced = true
    /// No value in the store is larger, in bytes.
    var valueLimit = 64 << 20
    /// Seconds between two tries of what may succeed later.
    var retryInterval = 0.25
    /// SQLite's name of the layer below; nil for the system's own.
    var fileLayer: String?
    /// Told of every try that failed and is made again.
    var onRetry: (@Sendable (JournalFault) -> Void)?
}
