import Logging
import NIOConcurrencyHelpers

/// One line that a flow or the runtime logged.
public struct SpecLogEntry: Sendable, Equatable {
    /// Seconds since 1970, in the spec's time.
    public var at: Double
    /// How bad it is.
    public var level: Logger.Level
    /// The sentence.
    public var message: String
    /// The session that it is about, where there is one.
    public var session: String?
    /// The flow's own line, such as `reception/main.lua:12`.
    public var line: String?
    /// Why, where the runtime gives a reason.
    public var reason: String?
    /// The flow's own fields, as text.
    public var fields: [String: String]
}

/// What was logged while a spec ran.
final class SpecLog: Sendable {
    private let lines = NIOLockedValueBox<[SpecLogEntry]>([])
    private let time: VirtualTime

    init(time: VirtualTime) { self.time = time }

    var entries: [SpecLogEntry] { lines.withLockedValue { $0 } }

    fileprivate func add(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        var fields: [String: String] = [:]
        if case .dictionary(let own)? = metadata["fields"] { fields = own.mapValues { "\($0)" } }
        let entry = SpecLogEntry(
            at: time.now(), level: level, message: message, session: metadata["session"].map { "\($0)" },
            line: metadata["line"].map { "\($0)" }, reason: (metadata["reason"] ?? metadata["report"]).map { "\($0)" },
            fields: fields)
        lines.withLockedValue { $0.append(entry) }
    }

    var logger: Logger { Logger(label: "spec") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: SpecLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.add(event.level, "\(event.message)", metadata.merging(event.metadata ?? [:]) { $1 })
        }
    }
}
