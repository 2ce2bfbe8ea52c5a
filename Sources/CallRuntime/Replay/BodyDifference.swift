import CallModel

/// The first place where two JSON bodies differ.
struct BodyDifference: Equatable {
    /// Such as `playSources[0].text.text`; empty when the whole is meant.
    var place: String
    /// What stands there, as JSON; nil when nothing does.
    var old: String?
    /// See `old`.
    var new: String?

    /// Members that say where our own server is reached.
    static let ownAddresses: Set<String> = [
        "callbackUri", "recordingStateCallbackUri", "mediaStreamingOptions.transportUrl",
        "transcriptionOptions.transportUrl",
    ]

    /// Nil when both say the same, whatever the order of their members. What is no JSON differs as a whole.
    static func first(_ old: [UInt8], _ new: [UInt8]) -> BodyDifference? {
        guard let left = try? JSONValue(parsing: old), let right = try? JSONValue(parsing: new) else {
            let texts = (String(decoding: old, as: UTF8.self), String(decoding: new, as: UTF8.self))
            return old == new ? nil : BodyDifference(place: "", old: texts.0, new: texts.1)
        }
        return first(left, right, "")
    }

    private static func first(_ old: JSONValue, _ new: JSONValue, _ place: String) -> BodyDifference? {
        switch (old, new) {
        case (.object(let left), .object(let right)):
            var names = left.members.map(\.name)
            names += right.members.map(\.name).filter { !names.contains($0) }
            // Whose server made the request is no difference.
            for name in names {
                let inner = place.isEmpty ? name : "\(place).\(name)"
                if ownAddresses.contains(inner) { continue }
                if let found = first(left[name] ?? .null, right[name] ?? .null, inner) { return found }
            }
            return nil
        case (.array(let left), .array(let right)):
            for index in 0..<max(left.count, right.count) {
                let inner = "\(place)[\(index)]"
                let (one, other) = (index < left.count ? left[index] : nil, index < right.count ? right[index] : nil)
                guard let one, let other else { return BodyDifference(place: inner, old: one?.text, new: other?.text) }
                if let found = first(one, other, inner) { return found }
            }
            return nil
        default:
            if old == new { return nil }
            return BodyDifference(
                place: place, old: old == .null ? nil : old.text, new: new == .null ? nil : new.text)
        }
    }
}
