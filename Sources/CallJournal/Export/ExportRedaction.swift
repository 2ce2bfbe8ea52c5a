import CallModel

/// An export for strangers' eyes: phone numbers are hidden everywhere, and what was pressed and said is left out.
public enum ExportRedaction {
    /// What people press and say, as the service names it.
    private static let spoken: Set<String> = ["tones", "tone", "speech", "recognizedPhrase", "transcription"]

    /// The export without them.
    public static func redacted(_ export: JSONValue) -> JSONValue { NumberRedaction.redacted(silent(export)) }

    private static func silent(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let items): return .array(items.map { silent($0) })
        case .object(let object):
            let members = object.members.map { name, inner -> (name: String, value: JSONValue) in
                let isSpoken = spoken.contains(name) && inner != .null
                return (name, isSpoken ? .string(FieldRedaction.placeholder) : silent(inner))
            }
            return .object(JSONObject(members))
        case .null, .bool, .integer, .number, .string: return value
        }
    }
}
