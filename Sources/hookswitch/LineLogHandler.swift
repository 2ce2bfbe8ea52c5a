import CallModel
import Foundation
import Logging

/// Writes log lines to standard error: text for people, one JSON object a line otherwise. Phone numbers are hidden,
/// whoever wrote them.
struct LineLogHandler: LogHandler {
    let format: LogFormat
    /// Whether phone numbers are written whole.
    var showsNumbers = false
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let line = format == .json ? json(event, all) : text(event, all)
        let shown = showsNumbers ? line : NumberRedaction.redacted(line)
        FileHandle.standardError.write(Data((shown + "\n").utf8))
    }

    private func text(_ event: LogEvent, _ metadata: [(key: String, value: Logger.MetadataValue)]) -> String {
        var line = "\(Self.clock()) \(event.level.rawValue) \(event.message)"
        var traceback: String?
        for (key, value) in metadata.flatMap(Self.flattened) {
            if key == "traceback" {
                traceback = value
            } else {
                line += " \(key)=" + (value.contains(" ") || value.isEmpty ? "\"\(value)\"" : value)
            }
        }
        if let traceback { line += "\n    " + traceback.replacing("\n", with: "\n    ") }
        return line
    }

    /// The fields of a dictionary stand beside the other keys.
    private static func flattened(_ pair: (key: String, value: Logger.MetadataValue)) -> [(String, String)] {
        if case .dictionary(let fields) = pair.value {
            return fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        }
        return [(pair.key, "\(pair.value)")]
    }

    private func json(_ event: LogEvent, _ metadata: [(key: String, value: Logger.MetadataValue)]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member(
                "time", Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)))
            writer.member("level", event.level.rawValue)
            writer.member("message", event.message.description)
            for (key, value) in metadata {
                if case .dictionary(let fields) = value {
                    writer.name(key)
                    writer.object { writer in
                        for (name, field) in fields.sorted(by: { $0.key < $1.key }) { writer.member(name, "\(field)") }
                    }
                } else {
                    writer.member(key, "\(value)")
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func clock() -> String {
        var time = time_t(Date().timeIntervalSince1970)
        var parts = tm()
        localtime_r(&time, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
