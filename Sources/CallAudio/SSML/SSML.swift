/// What a small SSML document says: texts and pauses, in order.
public struct SSML: Sendable, Equatable {
    /// A piece of what is heard.
    public enum Part: Sendable, Equatable {
        /// Words.
        case text(String)
        /// Silence, in seconds.
        case pause(Double)
    }

    /// The longest document, in bytes.
    public static let sizeLimit = 256 * 1_024

    /// What is heard, in order; no empty texts, no two texts beside each other.
    public let parts: [Part]
    /// The language of the document, such as `en-US`, where it says one.
    public let locale: String?

    /// All words, with single spaces between them.
    public var text: String {
        parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: " ")
    }

    /// All pauses together, in seconds.
    public var pauseSeconds: Double {
        parts.reduce(0) { if case .pause(let seconds) = $1 { $0 + seconds } else { $0 } }
    }

    /// Reads a document whose root is `speak`. Elements that only tell how to speak are passed over; `break` is a pause;
    /// `sub` is said as its `alias`; what stands in `audio` is said in its place.
    ///
    /// - Throws: ``SSMLError`` where it is not well-formed, has another root, or a pause that is no time.
    public init(_ document: String) throws(SSMLError) {
        var reader = SSMLReader(document)
        try reader.readDocument()
        (parts, locale) = (reader.parts, reader.locale)
    }

    /// The words of a document and the pauses between them, in seconds.
    ///
    /// - Throws: ``SSMLError``.
    public static func plainText(_ document: String) throws(SSMLError) -> (text: String, pauseSeconds: Double) {
        let document = try SSML(document)
        return (document.text, document.pauseSeconds)
    }

    /// Whether a text is meant as a document rather than to be read out as it is.
    public static func looksLikeSSML(_ text: String) -> Bool {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        return start.hasPrefix("<speak") || start.hasPrefix("<?xml")
    }

    /// What stands outside the tags of a document, for one that is malformed: single spaces between its words.
    public static func withoutTags(_ markup: String) -> String {
        var isTag = false
        var text = ""
        for character in markup {
            switch character {
            case "<": isTag = true
            case ">" where isTag:
                isTag = false
                text.append(" ")
            default: if !isTag { text.append(character) }
            }
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
