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
    /// The flow, where there is one.
    public var flow: String?
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

    var logger: Logger {
        .keeping(at: { [time] in time.now() }) { [lines] entry in lines.withLockedValue { $0.append(entry) } }
    }
}

extension Logger {
    /// A logger whose lines specs can look at.
    static func keeping(
        at now: @escaping @Sendable () -> Double, _ keep: @escaping @Sendable (SpecLogEntry) -> Void
    ) -> Logger {
        Logger(label: "spec") { _ in KeepingHandler(now: now, keep: keep) }
    }
}

private struct KeepingHandler: LogHandler {
    let now: @Sendable () -> Double
    let keep: @Sendable (SpecLogEntry) -> Void
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var fields: [String: String] = [:]
        if case .dictionary(let own)? = all["fields"] { fields = own.mapValues { "\($0)" } }
        keep(
            SpecLogEntry(
                at: now(), level: event.level, message: "\(event.message)", session: all["session"].map { "\($0)" },
                flow: all["flow"].map { "\($0)" }, line: all["line"].map { "\($0)" },
                reason: (all["reason"] ?? all["report"]).map { "\($0)" },
                fields: fields))
    }
}
